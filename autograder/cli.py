"""The command line: grading, and what sealed grading needs to be set up."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Collection, Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Annotated

import typer
from nbgrader.api import MissingEntry
from rich.console import Console
from sqlalchemy.exc import DBAPIError
from traitlets import TraitError

from autograder.course.files import next_step
from autograder.course.folder import Course, Submission
from autograder.course.names import (
    check_students,
    listed,
    read_released,
    released_assignments,
    source_assignments,
    unreadable_gradebook,
)
from autograder.course.settings import LINES
from autograder.course_systems.commands import collecting, exporting, renew_and_print, rosters
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from autograder.grading.progress import Progress
from autograder.options import Folder, Names
from autograder.record.outcomes import Outcome, read_record
from autograder.report.class_report import write_report
from autograder.report.scores import read_scores
from autograder.report.sentences import incomplete, read_failures
from autograder.report.spreadsheets import SHEETS
from autograder.report.table import LEGEND, read_table, render
from autograder.sealed.doctor import examine
from autograder.sealed.errors import CourseProblem, GraderError, WorkersGone, first_line
from autograder.verify.show import show, watched
from autograder.verify.verify import verify
from autograder.watch.commands import watch_command

app = typer.Typer(
    help="Grades nbgrader submissions sealed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # `main` says what a person can do; the rest is Python's own traceback
)
app.command("watch")(watch_command)
app.add_typer(collecting, name="collect")
app.add_typer(rosters, name="roster")
app.add_typer(exporting, name="export")
MANY = 1000  #: submissions, after which writing the report takes more than a moment
Workers = Annotated[int | None, typer.Option(min=1, help="Submissions at a time; the number of cores by default.")]


@app.command("grade")
def grade_command(
    assignments: Names = None,
    course: Folder = Path("."),
    workers: Workers = None,
    student: Annotated[list[str] | None, typer.Option(help="Only this student; may be repeated.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged submissions again.")] = False,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler; its workers grade.")] = None,
) -> None:
    """Grade what changed, several submissions at a time, and print the grade table."""
    opened = Course(course)
    grade_and_print(opened, gradable(opened, assignments or ()), workers, force, student or (), scheduler)


@app.command("feedback")
def feedback_command(assignments: Names = None, course: Folder = Path("."), workers: Workers = None) -> None:
    """Write feedback where a grade or a comment changed. Students read it in the feedback folder."""
    opened = Course(course)
    named = released_assignments(opened, assignments or ())
    submissions_of(opened, named)
    renew_and_print(opened, named)
    feedback_and_print(opened, named, workers)


@app.command("table")
def table_command(assignments: Names = None, course: Folder = Path(".")) -> None:
    """Print the grade table from the gradebook."""
    opened = Course(course)
    named = released_assignments(opened, assignments or ())
    renew_and_print(opened, named)
    print_table(opened, named)


@app.command("report")
def report_command(assignments: Names = None, course: Folder = Path(".")) -> None:
    """Write the class report: a page for instructors, and CSV files beside it, in the course's folder report/."""
    opened = Course(course)
    named = released_assignments(opened, assignments or ())
    renew_and_print(opened, named)
    report_and_print(opened, named)


def gradable(course: Course, named: Sequence[str]) -> list[str]:
    """The named assignments, or all released ones. What was handed in without ever being released is an error."""
    released, named = read_released(course), named or course.chosen_assignments()
    forgotten = [name for name in course.assignments() if name not in released and course.submissions(name)]
    return released_assignments(course, named or ([*released, *forgotten] if forgotten else ()))


def grade_and_print(
    course: Course,
    assignments: list[str] | None = None,
    workers: int | None = None,
    force: bool = False,
    students: Collection[str] = (),
    scheduler: str | None = None,
) -> list[Outcome]:
    """Grade what changed and print the table, with a sentence for each submission that needs a look.

    The arguments are those of `grade`; all assignments of the source folder when none is named.
    Raises CourseProblem when there is nothing to grade, and what `grade` raises.
    """
    assignments = assignments or course.assignments()
    for name in assignments:
        for one in course.nameless(name):
            print(f"not graded: {one}: its student's name is not UTF-8. Next step: rename it; LC_ALL=C.UTF-8 may help.")
    found = submissions_of(course, assignments)
    check_students(course, students, assignments)
    total = sum(not students or one.student in students for one in found)
    with Progress("graded", total) as progress:

        def report(outcome: Outcome) -> None:
            progress.report(counts=not outcome.skipped and not outcome.problem)  # what is not run tells no pace
            if outcome.problem and not outcome.skipped:
                progress.say(f"needs a look: {outcome.submission}")

        outcomes = grade(course, assignments, workers, force, report, students, scheduler)
    print_table(course, assignments)
    problems = [outcome for outcome in outcomes if outcome.problem]
    for outcome in problems:
        print(f"not graded: {outcome.submission}: {outcome.problem}")
    for outcome in outcomes:
        for note in (*outcome.notes, *outcome.news):
            print(f"note: {outcome.submission}: {note}")
    skipped = sum(outcome.skipped for outcome in outcomes)
    renewed = sum(outcome.skipped and bool(outcome.news) for outcome in outcomes)
    if skipped < len(outcomes):
        print(f"{len(outcomes) - skipped} submissions graded, {skipped} unchanged, {len(problems)} need a look.")
    elif not renewed:
        print(f"Nothing changed: all {skipped} submissions were graded before.")
    if renewed:
        print(f"Late penalties renewed: {renewed}. All other grades stayed, and nothing was run again for these.")
    return outcomes


def submissions_of(course: Course, assignments: Sequence[str]) -> list[Submission]:
    """Raises CourseProblem when there is none."""
    found = [submission for name in assignments for submission in course.submissions(name)]
    if not found:
        folder = course.folder(
            "submitted", Submission(assignments[0] if len(assignments) == 1 else "ASSIGNMENT", "STUDENT")
        )
        raise CourseProblem(
            f"No submissions of {listed(assignments) or 'any assignment'}: there is no folder {folder}. "
            f"Next step: nbgrader collect {shlex.join(assignments[:1]) or 'ASSIGNMENT'}, or put submissions there."
        )
    return found


def feedback_and_print(course: Course, assignments: list[str], workers: int | None = None) -> None:
    """Write feedback where something changed, and say for how many.

    Raises CourseProblem when nothing was handed in, or nothing of it was graded, by whatever command.
    """
    found = submissions_of(course, assignments)
    if not any(read_record(course, one) or course.folder("autograded", one).is_dir() for one in found):
        raise CourseProblem(
            f"No submission of {listed(assignments)} was graded by autograder yet. "
            f"Next step: autograder grade {shlex.join(assignments[:10])}"
        )
    problems: list[str] = []
    with Progress("feedback for", len(found)) as progress:

        def report(submission: Submission, problem: str) -> None:
            progress.report()
            if problem:
                problems.append(f"{submission}: {problem}")

        written = write_feedback(course, assignments, workers, report)
    for problem in problems:
        print(f"feedback needs a look: {problem}")
    look = f", {len(problems)} need a look" if problems else ""
    print(f"Feedback for {written - len(problems)} submissions written{look}." if written else "Feedback: unchanged.")


def print_table(course: Course, assignments: list[str]) -> None:
    """Print the points of every student the gradebook knows."""
    # A file or a pipe has no width of its own; a table squeezed to 80 columns would lose its names.
    console = Console() if sys.stdout.isatty() else Console(width=120)
    grades = read_table(course, assignments)
    console.print(render(grades))
    print(LEGEND)
    if any(score.late for scores in grades.scores.values() for score in scores.values()):
        print("Of what is late (L), formgrader shows the points before the penalty.")


def report_and_print(course: Course, assignments: list[str]) -> None:
    """Write the class report and say where it is. Raises CourseProblem when nothing was graded."""
    scores = read_scores(course, assignments)
    if not any(scores.works.values()):
        submissions_of(course, assignments)  # raises when nothing was even handed in
        raise CourseProblem(
            f"No submission of {listed(assignments)} was graded yet, so there is nothing to report. "
            f"Next step: autograder grade {shlex.join(assignments[:10])}"
        )
    works = incomplete(scores)
    with Progress("read", len(works)) as progress:
        failures = read_failures(course, works, progress.report)
        if len(works) > MANY:
            progress.say("all read; writing the page")
        page = write_report(course, scores, failures)
    print(f"Class report: {page}\nBeside it, for spreadsheets: {', '.join(SHEETS)}")


@app.command("verify")
def verify_command(
    assignments: Names = None,
    course: Folder = Path("."),
    answers: Annotated[Path | None, typer.Option(help="The answer bank; COURSE/bank by default.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Answers at a time; all cores by default.")] = None,
) -> None:
    """Say which wrong answers each test catches, and which small mistakes in the solution no test catches.

    The bank: ANSWERS/ASSIGNMENT/EXERCISE/{right,wrong,hostile}/*.py, an exercise being the grade_id of its answer cell.
    Right and wrong answers are graded twice, plain and sealed. Hostile answers are NOT graded plain: plain grading
    isolates nothing, so they only ever run sealed. Exit status 1 when something needs a look.
    """
    opened = Course(course)
    if answers is not None and not answers.is_dir():
        wrong = f"{answers} is a file" if answers.is_file() else f"There is no folder {answers}"
        raise CourseProblem(f"{wrong}. Next step: name the answer bank with --answers.")
    console = Console() if sys.stdout.isatty() else Console(width=120)
    good = True
    for assignment in source_assignments(opened, assignments or ()):
        print(f"{assignment}: the reference solution comes first", flush=True)
        for report in verify(
            opened, assignment, answers or opened.root / "bank", workers or os.cpu_count() or 1, watched
        ):
            show(report, console)
            good = good and report.is_good
    raise typer.Exit(0 if good else 1)


@app.command()
def doctor() -> None:
    """Say what this machine can isolate, and what to install."""
    findings = examine()
    for finding in findings:
        mark = "ok     " if finding.good else "missing" if finding.required else "absent "
        print(f"{mark} {finding.name:<11} {finding.says}")
        if finding.hint:
            print(f"        {finding.hint}")
    if not all(finding.good for finding in findings if finding.required):
        print("\nSubmissions cannot be isolated here. Nothing will be graded sealed until this is fixed.")
        raise typer.Exit(1)
    print("\nSubmissions are graded sealed and sandboxed on this machine.")


@app.command()
def config() -> None:
    """Print the lines that any course's nbgrader_config.py needs to be graded sealed."""
    print(LINES, end="")


def main() -> None:
    """The command `autograder`, installed or as `python -m autograder`: what a person can put right is a sentence."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a locale without these characters must not end a run
    try:
        app(prog_name="autograder")
    except GraderError as error:
        problem = str(error)
    except DBAPIError as error:
        problem = str(unreadable_gradebook(error))
    except BrokenExecutor as error:
        problem = str(WorkersGone(first_line(error)))
    except MissingEntry as error:
        problem = f"The gradebook lacks something: {error} Next step: autograder grade --force"
    except TraitError as error:
        problem = f"nbgrader_config.py: {error} Next step: correct that setting."
    except OSError as error:
        problem = f"{error}. What is graded stays graded. Next step: {next_step(error)}, then run this again."
    else:
        return
    sys.exit(f"autograder: {problem}")
