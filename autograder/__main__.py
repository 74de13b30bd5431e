"""The command line: `autograder grade` and `autograder table`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.course import Course
from autograder.errors import GradingError
from autograder.grade import Outcome, grade
from autograder.progress import Progress
from autograder.table import LEGEND, read_table, render

app = typer.Typer(help="Grade nbgrader submissions, several at a time.", no_args_is_help=True, add_completion=False)
Folder = Annotated[Path, typer.Option("--course", help="The course folder, with its nbgrader_config.py.")]
Names = Annotated[list[str] | None, typer.Argument(help="Assignments; all of them when none is named.")]


@app.command("grade")
def grade_command(
    assignments: Names = None,
    course: Folder = Path("."),
    workers: Annotated[int | None, typer.Option(help="Submissions at a time; the number of cores by default.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged submissions again.")] = False,
) -> None:
    """Grade what changed, write feedback, and print the grade table."""
    grade_and_print(Course(course), assignments, workers, force)


@app.command("table")
def table_command(assignments: Names = None, course: Folder = Path(".")) -> None:
    """Print the grade table from the gradebook."""
    opened = Course(course)
    print_table(opened, assignments or opened.assignments())


def grade_and_print(
    course: Course, assignments: list[str] | None = None, workers: int | None = None, force: bool = False
) -> list[Outcome]:
    assignments = assignments or course.assignments()
    total = sum(len(course.submissions(name)) for name in assignments)
    with Progress(total) as progress:
        outcomes = grade(course, assignments, workers, force, progress.report)
    print_table(course, assignments)
    problems = [outcome for outcome in outcomes if outcome.problem]
    for outcome in problems:
        print(f"not graded: {outcome.student} / {outcome.assignment}: {outcome.problem}")
    skipped = sum(outcome.skipped for outcome in outcomes)
    if skipped == len(outcomes):
        print(f"Nothing changed: all {skipped} submissions were graded before.")
    else:
        print(f"{len(outcomes) - skipped} submissions graded, {skipped} unchanged, {len(problems)} need a look.")
    return outcomes


def print_table(course: Course, assignments: list[str]) -> None:
    # A file or a pipe has no width of its own; a table squeezed to 80 columns would lose its names.
    console = Console() if sys.stdout.isatty() else Console(width=120)
    console.print(render(read_table(course, assignments)))
    print(LEGEND)


def main() -> None:
    sys.stdout.reconfigure(errors="replace")  # a locale without these characters must not end a run
    try:
        app()
    except GradingError as error:
        sys.exit(f"autograder: {error}")


if __name__ == "__main__":
    main()
