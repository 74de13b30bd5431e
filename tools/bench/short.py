"""The ratio in a quarter of an hour: stock nbgrader on few students, the sealed grader on a whole class.

Both graders start as a person starts them, with a command, on a fresh copy of the same course, and take turns. Every
student of a class hands in right answers from the bank, another draw for each.

sealed: one `autograder grade` for all units and the whole class; its seconds, start included.
stock:  one `nbgrader autograde` for each unit and a few students of that class, other ones in each repeat. The same
        command again, with nothing left to grade, takes as long as a start. What is left is the time of a few
        submissions, and a whole class would take: start + students * (seconds - start) / few. These are summed over
        the units.

So every unit counts with as many submissions on both sides, and every start as often as a person waits for it: once
sealed, and once a unit with stock nbgrader, which grades one unit at a time. Submissions per second are all submissions
of the class over these seconds. Each repeat has its own ratio, sealed over stock; the result is the median.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from tools.bench.commands import Run, side_by_side, timed
from tools.bench.course import make_course
from tools.course_copy import ROOT, STOCK


@dataclass(frozen=True)
class StockUnit:
    """What stock nbgrader needed for a unit."""

    unit: str
    submissions: int
    seconds: float  #: of the command that graded them
    start_seconds: float  #: of the same command, when nothing was left to grade

    def seconds_for(self, students: int) -> float:
        """How long it would take for so many students."""
        return self.start_seconds + students * (self.seconds - self.start_seconds) / self.submissions


@dataclass(frozen=True)
class Repeat:
    """Both graders, once each."""

    stock: list[StockUnit]
    sealed: Run
    students: int
    side_by_side: float  #: see side_by_side()

    def summary(self) -> dict:
        """Submissions per second of both, their ratio, and the times it is made of."""
        submissions = self.students * len(self.stock)
        stock = submissions / sum(unit.seconds_for(self.students) for unit in self.stock)
        sealed = submissions / self.sealed.seconds
        rates = {"stock_per_second": stock, "sealed_per_second": sealed, "ratio": sealed / stock}
        rates["side_by_side"] = self.side_by_side
        return rates | {"stock": [asdict(unit) for unit in self.stock], "sealed": asdict(self.sealed)}


def compare(units: list[str], students: int, stock_students: int, repeats: int, path: Path) -> None:
    """Time both, print each result and write the report to `path` after each repeat."""
    report = about(units, students, stock_students)
    done = []
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        print("making the course and its submissions", flush=True)
        course = make_course(Path(folder) / "course", units, students)
        for number in range(1, repeats + 1):
            crowded = side_by_side()
            print(
                f"{number}: a loop beside another takes {crowded:.2f} times as long; 1 on quiet processors", flush=True
            )
            chosen = [f"s{(number * stock_students + n) % students:04d}" for n in range(stock_students)]
            stock = [time_stock(course, unit, chosen, Path(folder) / "stock", number) for unit in units]
            sealed = time_sealed(course, units, Path(folder) / "sealed", number)
            done.append(Repeat(stock, sealed, students, crowded).summary())
            path.write_text(json.dumps(report | result(done), indent=1), encoding="utf-8")
            print(f"{number}: ratio {done[-1]['ratio']:.1f}", flush=True)
    final = result(done)
    print(f"stock {final['stock_per_second']:.2f}, sealed {final['sealed_per_second']:.2f} submissions a second")
    print(f"written: {path}")
    print(f"ratio: {final['ratio']:.1f}")


def about(units: list[str], students: int, stock_students: int) -> dict:
    """What was timed, and on what."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "units": units,
        "students": students,
        "stock_students": stock_students,
        "commit": commit.stdout.strip() or "unknown",
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "torch": version("torch"),
        "nbgrader": version("nbgrader"),
    }


def time_stock(course: Path, unit: str, students: list[str], folder: Path, number: int) -> StockUnit:
    shutil.copytree(course, folder, ignore=shutil.ignore_patterns("submitted"))
    for student in students:
        shutil.copytree(course / "submitted" / student / unit, folder / "submitted" / student / unit)
    with open(folder / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(STOCK)
    graded, start = (timed(folder, "nbgrader", "autograde", unit) for _ in range(2))
    shutil.rmtree(folder)
    print(f"{number}: stock, {unit}: {graded.seconds:.1f} s, {start.seconds:.1f} s of it to start", flush=True)
    return StockUnit(unit, len(students), graded.seconds, start.seconds)


def time_sealed(course: Path, units: list[str], folder: Path, number: int) -> Run:
    shutil.copytree(course, folder)
    run = timed(folder, "autograder", "grade", *units)
    shutil.rmtree(folder)
    print(f"{number}: sealed, all units: {run.seconds:.1f} s", flush=True)
    return run


def result(repeats: list[dict]) -> dict:
    """The medians over the repeats, and the repeats."""
    names = ("stock_per_second", "sealed_per_second", "ratio", "side_by_side")
    return {name: statistics.median(repeat[name] for repeat in repeats) for name in names} | {"repeats": repeats}
