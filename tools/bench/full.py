"""The full comparison, about two hours: stock nbgrader grades the whole class too.

Every student hands in right answers from the bank, another draw for each. Both graders start as a person starts them,
with a command, on a fresh copy of the same course folder. Stock nbgrader grades one unit after the other; so does
`autograder grade` for the rows of the units, and all of them with one command for the row `all`. Numbers are medians
over the repeats. The last line is the ratio of submissions per second over all units. Feedback is in neither.

Besides, with the first unit: how long one submission takes from the call to the grade in a process that graded before,
and for each large class how long an unchanged class takes to be looked through, and the coordinator's largest memory
while it graded the class.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.grading.shared_pool import shared_pool
from tools.bench.commands import Run, timed
from tools.bench.course import make_course
from tools.course_copy import STOCK


def compare(names: list[str], students: int, repeats: int, large: list[int], path: Path) -> None:
    """Time both, print each result and write the report to `path` after each repeat.

    names: units; large: sizes of the large classes
    """
    rows: dict[str, dict[str, list[Run]]] = {name: {"stock": [], "sealed": []} for name in [*names, "all"]}
    sizes = {name: students * (len(names) if name == "all" else 1) for name in rows}
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        course = make_course(Path(folder) / "course", names, students)
        for repeat in range(repeats):
            stock, sealed = (shutil.copytree(course, Path(folder) / f"{kind}{repeat}") for kind in ("stock", "sealed"))
            with open(stock / "nbgrader_config.py", "a", encoding="utf-8") as config:
                config.write(STOCK)
            at_once = shutil.copytree(course, Path(folder) / f"all{repeat}")
            for unit in names:
                rows[unit]["stock"].append(timed(stock, "nbgrader", "autograde", unit))
                rows[unit]["sealed"].append(timed(sealed, "autograder", "grade", unit))
                print(f"{repeat + 1}/{repeats} {unit} {line(rows[unit])}", flush=True)
            rows["all"]["stock"].append(together([rows[unit]["stock"][-1] for unit in names]))
            rows["all"]["sealed"].append(timed(at_once, "autograder", "grade", *names))
            print(f"{repeat + 1}/{repeats} all {line(rows['all'])}", flush=True)
            report = {name: summary(row, sizes[name]) for name, row in rows.items()}
            write_report(path, report)  # a repeat takes half an hour: it is not lost when the next is stopped
        report["warm_seconds"] = warm_seconds(shutil.copytree(course, Path(folder) / "warm"), names[0])
        report["large"] = [large_class(Path(folder) / f"large{size}", names[0], size) for size in large]
    write_report(path, report)
    print(f"one submission in a process that graded before: {report['warm_seconds']:.2f} s")
    for found in report["large"]:
        size, seconds, memory = found["students"], found["unchanged_seconds"], found["coordinator_mib"]
        print(f"class of {size}: unchanged {seconds:.1f} s, coordinator {memory:.0f} MiB")
    for name in rows:
        found = report[name]
        print(f"{name:<20} stock {found['stock']['per_second']:.2f}/s  sealed {found['sealed']['per_second']:.2f}/s")
    print(f"written: {path}")
    print(f"ratio: {report['all']['ratio']:.1f}")


def write_report(path: Path, report: dict) -> None:
    path.write_text(json.dumps(report, indent=1), encoding="utf-8")


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
