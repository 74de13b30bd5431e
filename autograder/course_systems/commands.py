"""The commands `autograder collect`, `autograder roster` and `autograder export`."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from autograder.course.folder import Course
from autograder.course.names import read_released, released_assignments
from autograder.course_systems.collect import Report, collect
from autograder.course_systems.collected import folder_of, read_numbers
from autograder.course_systems.export import export_canvas, export_csv, export_moodle
from autograder.course_systems.people import by_lms_id, read_students
from autograder.course_systems.roster import canvas_roster, moodle_roster
from autograder.course_systems.show import collect_lines, existing, export_lines, roster_lines
from autograder.grading.progress import Progress
from autograder.options import Folder, Names
from autograder.record.penalties import renew_penalties
from autograder.sealed.errors import CourseProblem

collecting = typer.Typer(help="Put submissions from Canvas or Moodle into the course.", no_args_is_help=True)
rosters = typer.Typer(help="Join the students of Canvas or Moodle with the gradebook's.", no_args_is_help=True)
exporting = typer.Typer(help="Write points for Canvas, Moodle or a spreadsheet, and feedback.", no_args_is_help=True)

Zip = Annotated[Path, typer.Argument(metavar="ZIP", help="The submissions, as the course system gave them.")]
Gradebook = Annotated[Path, typer.Argument(metavar="FILE", help="Canvas's gradebook (Grades, Export).")]
Worksheet = Annotated[Path, typer.Argument(metavar="FILE", help="The assignment's grading worksheet, from Moodle.")]
Assignment = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="nbgrader's name of the assignment.")]
Add = Annotated[bool, typer.Option("--add", help="Make students of those whom the gradebook does not know.")]
To = Annotated[
    Path | None, typer.Option("--to", help="Where the file goes; into the course's folder export/ by default.")
]


@collecting.command("canvas")
def collect_canvas_command(archive: Zip, assignment: Assignment, course: Folder = Path(".")) -> None:
    """Collect the zip of Canvas's Download Submissions. Run `autograder roster canvas` once before."""
    opened, name = opened_with(course, assignment)
    archive = existing(archive)
    with opened.gradebook() as gradebook:
        known = by_lms_id(read_students(gradebook))
    if not known:
        raise CourseProblem(
            "No student of the gradebook has an lms_user_id, so nobody can say whose files these are. Next step: "
            "autograder roster canvas FILE, with the gradebook that Canvas exports."
        )
    collect_and_print(opened, "canvas", archive, name)


@collecting.command("moodle")
def collect_moodle_command(archive: Zip, assignment: Assignment, course: Folder = Path(".")) -> None:
    """Collect the zip of Moodle's Download all submissions. Run `autograder roster moodle` before, each time."""
    opened, name = opened_with(course, assignment)
    archive = existing(archive)
    if not read_numbers(folder_of(opened, name)):
        raise CourseProblem(
            f"Moodle numbers students anew in each assignment, and no numbers of {name} are known. Next step: "
            f"autograder roster moodle FILE {shlex.quote(name)}, with its grading worksheet."
        )
    collect_and_print(opened, "moodle", archive, name)


@rosters.command("canvas")
def roster_canvas_command(file: Gradebook, course: Folder = Path("."), add: Add = False) -> None:
    """Note Canvas's ids and names of students in the gradebook; name whoever cannot be joined."""
    opened = Course(course)
    read_released(opened)  # raises when the gradebook cannot be read
    for line in roster_lines(canvas_roster(opened, existing(file), add)):
        print(line)


@rosters.command("moodle")
def roster_moodle_command(
    file: Worksheet, assignment: Assignment, course: Folder = Path("."), add: Add = False
) -> None:
    """Note Moodle's numbers, names and times of an assignment's students; name whoever cannot be joined."""
    opened, name = opened_with(course, assignment)
    for line in roster_lines(moodle_roster(opened, existing(file), name, add)):
        print(line)


@exporting.command("canvas")
def export_canvas_command(
    file: Gradebook,
    assignment: Assignment,
    course: Folder = Path("."),
    column: Annotated[str, typer.Option(help="Canvas's number or title of the column.")] = "",
    to: To = None,
) -> None:
    """Fill the assignment's column in Canvas's gradebook, and pack the feedback for Upload Submissions."""
    opened, name = opened_with(course, assignment)
    file = existing(file)
    renew_and_print(opened, [name])
    with shown_progress() as progress:
        report = export_canvas(opened, file, name, column, to, (), partial(progress, "packed feedback of"))
    for line in export_lines(report):
        print(line)


@exporting.command("moodle")
def export_moodle_command(file: Worksheet, assignment: Assignment, course: Folder = Path("."), to: To = None) -> None:
    """Fill the grades in the assignment's worksheet, and pack the feedback for Upload multiple feedback files."""
    opened, name = opened_with(course, assignment)
    file = existing(file)
    renew_and_print(opened, [name])
    with shown_progress() as progress:
        report = export_moodle(opened, file, name, to, (), partial(progress, "packed feedback of"))
    for line in export_lines(report):
        print(line)


@exporting.command("csv")
def export_csv_command(assignments: Names = None, course: Folder = Path("."), to: To = None) -> None:
    """Write every student's points of every exercise, for a spreadsheet."""
    opened = Course(course)
    named = released_assignments(opened, assignments or ())
    renew_and_print(opened, named)
    print(f"Points: {export_csv(opened, named, to)}")


def opened_with(course: Path, assignment: str) -> tuple[Course, str]:
    """A course and one of its assignments. Raises CourseProblem, with the nearest name, when there is none of it."""
    opened = Course(course)
    return opened, released_assignments(opened, [assignment])[0]


def collect_and_print(course: Course, system: str, archive: Path, assignment: str) -> Report:
    """Collect a zip, and say what became of it."""
    with shown_progress() as progress:
        found = collect(course, system, archive, assignment, progress)
    for line in collect_lines(found, system, assignment):
        print(line)
    return found


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """What to call with a word for what is done, how much of it, and how much there is; each word has its own bar."""
    with ExitStack() as stack:
        shown: dict[str, Progress] = {}

        def report(doing: str, done: int, total: int) -> None:
            if doing not in shown:
                stack.close()
                shown[doing] = stack.enter_context(Progress(doing, total))
            shown[doing].report()

        yield report


def renew_and_print(course: Course, assignments: list[str]) -> None:
    """Renew late penalties after marks by hand, and say which: points with an old one would be wrong."""
    for one, said in renew_penalties(course, assignments).items():
        print(f"note: {one}: {said}")
