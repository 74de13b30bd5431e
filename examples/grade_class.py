"""`make grade`: release the assignments, hand in for a whole class, grade it, print the table, write feedback.

Everything happens in build/class, a course folder like any other: nbgrader's commands work in it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from pathlib import Path

from autograder.cli import feedback_and_print, grade_and_print
from autograder.course.fingerprint import folder_fingerprint
from autograder.course.folder import Course
from autograder.sealed.errors import GraderError
from bank import ROOT
from examples.make_class import STUDENTS, Submission, due_date, make_class, write_submission
from tools import release

CLASS = ROOT / "build" / "class"
MADE = "made-from"  # written last: names what the class was made from


def main() -> None:
    try:
        CLASS.parent.mkdir(exist_ok=True)
        with open(CLASS.parent / "class.lock", "w", encoding="utf-8") as lock:
            wait_for(lock)
            hand_in(CLASS)
            course = Course(CLASS)
            outcomes = grade_and_print(course)
            feedback_and_print(course, course.assignments())
    except GraderError as error:
        sys.exit(f"make grade: {error}")
    except PermissionError as error:
        sys.exit(f"make grade: no permission to write {error.filename}. Next step: clone into a folder of your own.")
    shown = Path(os.path.relpath(CLASS))
    print(f"feedback:  {shown / 'feedback'}/<student>/<unit>/  ({len(outcomes)} submissions)")
    print(f"gradebook: {shown / 'gradebook' / 'gradebook.db'}")
    print("look at it: make teach  (opens formgrader with this class)")
    print("in numbers: make report  (writes a page about this class)")


def wait_for(lock) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("make grade: another run is grading the class; waiting …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def hand_in(course: Path) -> None:
    """Make the course folder with its release and the class's submissions, unless it is there and up to date."""
    inputs = ("source", "bank", "examples", "nbgrader_config.py")
    wanted = folder_fingerprint(*(ROOT / name for name in inputs))
    made = course / MADE
    if made.is_file() and made.read_text(encoding="utf-8") == wanted:
        print("release: unchanged")
        return
    if course.exists():
        print("The assignments or the class changed: the example class is made again.")
        shutil.rmtree(course)
    course.mkdir(parents=True)
    shutil.copytree(ROOT / "source", course / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    release.main(course)
    submissions = make_class(course / "release")
    write_class(course, submissions)
    print(f"class: {len({s.student for s in submissions})} students handed in {len(submissions)} submissions")
    made.write_text(wanted, encoding="utf-8")


def write_class(course: Path, submissions: list[Submission]) -> None:
    """Write submissions into a released course folder, and their due dates and students' names into its gradebook."""
    for submission in submissions:
        write_submission(submission, course / "submitted")
    with Course(course).gradebook() as gradebook:
        for unit in {submission.unit for submission in submissions}:
            gradebook.update_or_create_assignment(unit, duedate=due_date(unit))
        for student in sorted({submission.student for submission in submissions}):
            first, last = STUDENTS[student]
            gradebook.update_or_create_student(student, first_name=first, last_name=last)


if __name__ == "__main__":
    main()
