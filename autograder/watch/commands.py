"""The command `autograder watch`."""

from __future__ import annotations

import signal
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder.course.folder import Course
from autograder.options import Folder, Names
from autograder.watch.service import Watch
from autograder.watch.status import status


def watch_command(
    assignments: Names = None,
    course: Folder = Path("."),
    workers: Annotated[int | None, typer.Option(min=1, help="Submissions at a time; the number of cores.")] = None,
    once: Annotated[bool, typer.Option("--once", help="End when everything that has come is graded.")] = False,
    show_status: Annotated[bool, typer.Option("--status", help="Say what came and what became of it.")] = False,
) -> None:
    """Grade what is handed in the moment it comes, and release its feedback, until Ctrl+C.

    It looks into the exchange and into the course's folder of submissions. `c.Attempts` in nbgrader_config.py says
    which assignments, how many attempts a day, and what feedback shows at once.
    """
    if show_status:
        for line in status(Course(course), assignments or ()):
            print(line)
        return
    watch = Watch(course, assignments or (), workers, say)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's way of pressing Ctrl+C
    say(f"watching {', '.join(watch.assignments) or 'for the first release'} in {watch.course.root}")
    try:
        watch.run(once)
    except KeyboardInterrupt:
        say("stopped. What was handed in stays in the exchange; what was begun is done after the next start.")


def say(line: str) -> None:
    """A line of the log, with the machine's time."""
    print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}", flush=True)
