"""One service for a course: a lock that the system frees when its process ends, however it does."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from autograder.sealed.errors import CourseProblem


def lock_file(root: Path) -> Path:
    """What the service of a course holds while it runs."""
    return root / ".autograder" / "watch.lock"


@contextmanager
def locked(path: Path, wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock.

    wait: called again and again while another process holds it; without it that raises CourseProblem
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        while not is_taken(file):
            if wait is None:
                raise CourseProblem(
                    "This course is watched already. Next step: autograder watch --status, or end the other one."
                )
            wait()
        yield


def is_taken(file: TextIO) -> bool:
    """Take the lock, if it is free. Raises OSError where files cannot be locked: nobody holds it there."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
