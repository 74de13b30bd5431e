"""Progress on the screen: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from autograder.grade import Outcome

SECONDS_BETWEEN_LINES = 5


class Progress:
    """Count outcomes as they come: how many, how fast, how long still, and what failed."""

    def __init__(self, total: int):
        self.total, self.done, self.graded = total, 0, 0
        self.start = self.last_line = time.monotonic()
        columns = [TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}")]
        self.bar = Bar(*columns, TimeRemainingColumn()) if sys.stdout.isatty() else None

    def __enter__(self) -> Progress:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task("grading", total=self.total, rate="")
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar:
            self.bar.stop()

    def report(self, outcome: Outcome) -> None:
        self.done += 1
        self.graded += not outcome.skipped
        seconds = time.monotonic() - self.start
        rate = f"{self.graded / seconds:.1f} a second" if self.graded else ""
        if self.bar:
            self.bar.update(self.task, completed=self.done, rate=rate)
        elif self.graded and time.monotonic() - self.last_line > SECONDS_BETWEEN_LINES:
            self.last_line = time.monotonic()
            left = (self.total - self.done) * seconds / self.graded
            self.say(f"graded {self.done} of {self.total}, {rate}, about {left:.0f} s left")

    def say(self, line: str) -> None:
        (self.bar.console.print if self.bar else print)(line)
