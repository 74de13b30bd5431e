"""Progress on the screen: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

SECONDS_BETWEEN_LINES = 5


class Progress:
    """Count submissions as they are done: how many, how fast, how long still."""

    def __init__(self, doing: str, total: int):
        self.doing, self.total, self.done, self.worked = doing, total, 0, 0
        self.start = self.last_line = time.monotonic()
        columns = [TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}")]
        self.bar = Bar(*columns, TimeRemainingColumn()) if sys.stdout.isatty() else None

    def __enter__(self) -> Progress:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task(self.doing, total=self.total, rate="")
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar:
            self.bar.stop()

    def report(self, counts: bool = True) -> None:
        """One more is done; counts: it took work, so it tells how fast the work goes."""
        self.done += 1
        self.worked += counts
        seconds = time.monotonic() - self.start
        rate = f"{self.worked / seconds:.1f} a second" if self.worked else ""
        if self.bar:
            self.bar.update(self.task, completed=self.done, rate=rate)
        elif self.worked and time.monotonic() - self.last_line > SECONDS_BETWEEN_LINES:
            self.last_line = time.monotonic()
            left = (self.total - self.done) * seconds / self.worked
            self.say(f"{self.doing} {self.done} of {self.total}, {rate}, about {left:.0f} s left")

    def say(self, line: str) -> None:
        """Print a line, above the bar when there is one."""
        (self.bar.console.print if self.bar else print)(line)
