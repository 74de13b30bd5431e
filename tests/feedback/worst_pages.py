"""Processor time and memory of the worst feedback pages: `python -m tests.feedback.worst_pages`.

Each page of a stopper that lets its answers run is made by the function that `autograder feedback` runs in its workers.
"""

from __future__ import annotations

import os
import pickle
import resource
import tempfile
import time
from pathlib import Path

from autograder.course.folder import Course
from autograder.feedback.makers import render
from autograder.grading.grade import grade
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course
from tests.stoppers import STOPPERS

LARGE = ("source-of-20-mb", "markdown-of-20-mb", "attachment-of-20-mb", "cells-20000", "code-cells-2000")
LIMIT = 60  #: seconds of processor time; as many of wall clock end a page in `autograder feedback`
CHOSEN = [one for one in STOPPERS if one.name.startswith("page-") or one.name in LARGE]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder) / "course")
        hand_in(course, "an-honest-page", RIGHT)
        for stopper in CHOSEN:
            stopper.spoil(hand_in(course, stopper.name, RIGHT).parent)
        opened = Course(course)
        grade(opened, [ASSIGNMENT])
        for name in ["an-honest-page", *(stopper.name for stopper in CHOSEN)]:
            path = course / "autograded" / name / ASSIGNMENT / "problem.ipynb"
            if path.is_file() and not os.fork():
                measure(opened, path, name)
            elif path.is_file() and os.wait()[1]:
                print(f" given up after {LIMIT} s  {name}", flush=True)


def measure(course: Course, path: Path, name: str) -> None:
    """In a child: what making one page took. The first page of a process imports more; it is made before."""
    config = pickle.dumps(course.config)
    render(config, 0, str(path.parents[2] / "an-honest-page" / ASSIGNMENT / path.name))
    began = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + LIMIT,) * 2)
    render(config, 0, str(path))
    seconds, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{seconds:6.2f} s  {peak:5d} MiB  {path.stat().st_size / 1e6:6.1f} MB  {name}", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
