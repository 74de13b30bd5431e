"""Progress on the screen: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

SECONDS_BETWEEN_LINES = 5


class Progress:
    """Count submissions as they are done: how many, how fast, how long still."""

    def __init__(self, doing: str, total: int):
        self.doing, self.total, self.done = doing, total, 0
        self.pace = Pace()
        self.last_line = time.monotonic()
        columns = [TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}")]
        self.bar = Bar(*columns) if sys.stdout.isatty() else None

    def __enter__(self) -> Progress:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task(self.doing, total=self.total, pace="")
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar:
            self.bar.stop()

    def report(self, counts: bool = True) -> None:
        """One more is done; counts: it took work, so it tells how fast the work goes."""
        now = time.monotonic()
        self.done += 1
        if counts:
            self.pace.finished(now)
        pace = self.pace.in_words(self.total - self.done)
        if self.bar:
            self.bar.update(self.task, completed=self.done, pace=pace)
        elif self.pace.worked and now - self.last_line > SECONDS_BETWEEN_LINES:
            self.last_line = now
            self.say(", ".join(filter(None, [f"{self.doing} {self.done} of {self.total}", pace])))

    def say(self, line: str) -> None:
        """Print a line, above the bar when there is one."""
        if self.bar:
            self.bar.console.print(Text(line))  # a name is no markup
        else:
            print(line)


class Pace:
    """How fast work goes, from the moment when the first piece was finished: before that, workers start up."""

    def __init__(self) -> None:
        self.worked = 0
        self.first = self.last = 0.0

    def finished(self, now: float) -> None:
        """A piece of work is finished. now: seconds on a clock that only goes forward."""
        self.first = self.first if self.worked else now
        self.last = now
        self.worked += 1

    def seconds_left(self, to_do: int) -> float | None:
        """For so many pieces still to do; None before a tenth of all is finished: until then it is a guess."""
        if self.last == self.first or 10 * self.worked < self.worked + to_do:
            return None
        return to_do * (self.last - self.first) / (self.worked - 1)

    def in_words(self, to_do: int) -> str:
        """Such as "3.1 a second, about 12 s left"; empty when nothing can be said yet."""
        left = self.seconds_left(to_do)
        if left is None:
            return ""
        return f"{(self.worked - 1) / (self.last - self.first):.1f} a second, about {left:.0f} s left"
