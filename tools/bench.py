"""Time stock nbgrader and `autograder grade` on the same class, in turns: `make bench`.

    python -m tools.bench [--students 48] [--repeats 3] [--units 01 04] [--large 200 2000] [--json build/bench.json]

Every student hands in right answers from the bank, another draw for each. Both graders start as a person starts them,
with a command, on a fresh copy of the same course folder. Stock nbgrader grades one unit after the other; so does
`autograder grade` for the rows of the units, and all of them with one command for the row `all`. Numbers are medians
over the repeats. The last line is the ratio of submissions per second over all units. Feedback is in neither.

Besides, with the first unit: how long one submission takes from the call to the grade in a process that graded before,
and for each class size of `--large` how long an unchanged class takes to be looked through, and the coordinator's
largest memory while it graded the class.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
import psutil

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.grading.shared_pool import shared_pool
from bank import answers, exercises, fill_in, notebook_path, units
from examples.make_class import Submission, due_date, write_submission
from tests.bank.test_answer_bank import STOCK
from tests.conftest import copy_course, nbgrader
from tools.release import ROOT

SEED = 7


@dataclass(frozen=True)
class Run:
    """One command."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int  #: of all its processes together; shared pages count once
    own_peak_bytes: int  #: of the command's own process, the coordinator of `autograder grade`


def main() -> None:
    options = read_options()
    names = [unit for unit in units() if not options.units or unit[:2] in options.units]
    rows: dict[str, dict[str, list[Run]]] = {name: {"stock": [], "sealed": []} for name in [*names, "all"]}
    sizes = {name: options.students * (len(names) if name == "all" else 1) for name in rows}
    with tempfile.TemporaryDirectory(dir=options.json.parent) as folder:
        course = make_course(Path(folder) / "course", names, options.students)
        for repeat in range(options.repeats):
            stock, sealed = (shutil.copytree(course, Path(folder) / f"{kind}{repeat}") for kind in ("stock", "sealed"))
            with open(stock / "nbgrader_config.py", "a", encoding="utf-8") as config:
                config.write(STOCK)
            at_once = shutil.copytree(course, Path(folder) / f"all{repeat}")
            for unit in names:
                rows[unit]["stock"].append(timed(stock, "nbgrader", "autograde", unit))
                rows[unit]["sealed"].append(timed(sealed, "autograder", "grade", unit))
                print(f"{repeat + 1}/{options.repeats} {unit} {line(rows[unit])}", flush=True)
            rows["all"]["stock"].append(together([rows[unit]["stock"][-1] for unit in names]))
            rows["all"]["sealed"].append(timed(at_once, "autograder", "grade", *names))
            print(f"{repeat + 1}/{options.repeats} all {line(rows['all'])}", flush=True)
            report = {name: summary(row, sizes[name]) for name, row in rows.items()}
            write_report(options.json, report)  # a repeat takes half an hour: it is not lost when the next is stopped
        report["warm_seconds"] = warm_seconds(shutil.copytree(course, Path(folder) / "warm"), names[0])
        report["large"] = [large_class(Path(folder) / f"large{size}", names[0], size) for size in options.large]
    write_report(options.json, report)
    print(f"one submission in a process that graded before: {report['warm_seconds']:.2f} s")
    for found in report["large"]:
        size, seconds, memory = found["students"], found["unchanged_seconds"], found["coordinator_mib"]
        print(f"class of {size}: unchanged {seconds:.1f} s, coordinator {memory:.0f} MiB")
    for name in rows:
        found = report[name]
        print(f"{name:<20} stock {found['stock']['per_second']:.2f}/s  sealed {found['sealed']['per_second']:.2f}/s")
    print(f"written: {options.json}")
    print(f"ratio: {report['all']['ratio']:.1f}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=48)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--units", nargs="*", default=[])
    parser.add_argument("--large", type=int, nargs="*", default=[200])
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json")
    options = parser.parse_args()
    options.json.parent.mkdir(parents=True, exist_ok=True)
    return options


def write_report(path: Path, report: dict) -> None:
    path.write_text(json.dumps(report, indent=1), encoding="utf-8")


def make_course(folder: Path, names: list[str], students: int) -> Path:
    """A released course with the submissions of a whole class, not graded yet."""
    draw = random.Random(SEED)
    copy_course(folder, *names)
    for unit in names:
        nbgrader("generate_assignment", unit, "--create", cwd=folder)
        released = folder / "release" / unit / notebook_path(unit).name
        for number in range(students):
            chosen = {e.name: draw.choice(answers(unit, e.name, "right")).source for e in exercises(unit)}
            notebook = fill_in(nbformat.read(released, as_version=4), chosen)
            submission = Submission(f"s{number:04d}", unit, released, notebook, due_date(unit))
            write_submission(submission, folder / "submitted")
    return folder


def timed(course: Path, module: str, *arguments: str) -> Run:
    """Run a command in a course folder. Raises RuntimeError with its last words when it fails."""
    before, start = psutil.Process().cpu_times(), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=course, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = Peak(process.pid)
    said, _ = process.communicate()
    seconds, after = time.monotonic() - start, psutil.Process().cpu_times()
    if process.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)}: {said.decode(errors='replace')[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, used, *peak.stop())


class Peak:
    """Watches the memory of a process once a second, and of all its children together every five seconds.

    The kernel walks through all pages of a process to find its share, and the process may wait meanwhile: looking at
    all of them every second made `autograder grade`, which has six processes, 2 to 3 % slower.
    """

    def __init__(self, pid: int):
        self.pid, self.bytes, self.own_bytes, self.over = pid, 0, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def stop(self) -> tuple[int, int]:
        self.over.set()
        self.thread.join()
        return self.bytes, self.own_bytes

    def _watch(self) -> None:
        for second in itertools.count(1):
            if self.over.wait(1):
                return
            try:
                process = psutil.Process(self.pid)
                self.own_bytes = max(self.own_bytes, process.memory_info().rss)
                if second % 5 == 2:
                    everyone = [process, *process.children(recursive=True)]
                    self.bytes = max(self.bytes, sum(map(proportional, everyone)))
            except psutil.NoSuchProcess:
                return


def proportional(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0


def warm_seconds(course: Path, unit: str) -> float:
    """From the call to the grade, of one submission after another, each graded again; the median."""
    opened = Course(course)
    students = [submission.student for submission in opened.submissions(unit)][:10]
    grade(opened, [unit], students=students[:1])
    seconds = []
    for student in students:
        start = time.monotonic()
        grade(opened, [unit], students=[student], force=True)
        seconds.append(time.monotonic() - start)
    shared_pool().close()
    return statistics.median(seconds)


def large_class(folder: Path, unit: str, students: int) -> dict:
    course = make_course(folder, [unit], students)
    first = timed(course, "autograder", "grade", unit)
    again = timed(course, "autograder", "grade", unit)
    shutil.rmtree(course)
    return {
        "students": students,
        "per_second": students / first.seconds,
        "unchanged_seconds": again.seconds,
        "coordinator_mib": first.own_peak_bytes / 2**20,
    }


def together(runs: list[Run]) -> Run:
    return Run(
        sum(run.seconds for run in runs),
        sum(run.cpu_seconds for run in runs),
        max(run.peak_bytes for run in runs),
        max(run.own_peak_bytes for run in runs),
    )


def summary(row: dict[str, list[Run]], submissions: int) -> dict:
    done = {"submissions": submissions}
    for kind, runs in row.items():
        seconds = statistics.median(run.seconds for run in runs)
        done[kind] = {
            "per_second": submissions / seconds,
            "cpu_seconds_each": statistics.median(run.cpu_seconds for run in runs) / submissions,
            "peak_bytes": max(run.peak_bytes for run in runs),
            "runs": [asdict(run) for run in runs],
        }
    done["ratio"] = done["sealed"]["per_second"] / done["stock"]["per_second"]
    return done


def line(row: dict[str, list[Run]]) -> str:
    return ", ".join(f"{kind} {runs[-1].seconds:.1f} s" for kind, runs in row.items())


if __name__ == "__main__":
    main()
