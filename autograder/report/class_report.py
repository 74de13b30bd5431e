"""The class report: one page, complete in itself, that shows how a class does, and CSV files beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from autograder.course.files import next_step
from autograder.course.folder import Course
from autograder.record.outcomes import replace_file
from autograder.report.attempts import attempts_at
from autograder.report.page import Findings, render
from autograder.report.scores import ClassScores
from autograder.report.sentences import Failure, commonest
from autograder.report.spreadsheets import (
    SHEETS,
    as_csv,
    exercises_sheet,
    late_sheet,
    look_sheet,
    scores_sheet,
    sentences_sheet,
)
from autograder.report.summary import late_work, who_needs_a_look
from autograder.sealed.errors import CourseProblem

PAGE = "index.html"


def report_folder(course: Course) -> Path:
    """Where the report of a course lies."""
    return course.root / "report"


def write_report(course: Course, scores: ClassScores, failures: list[Failure]) -> Path:
    """Write the page and the CSV files; returns the path of the page.

    Whoever cannot read the gradebook should not read the report: a new folder is its owner's alone, and its group's
    when `CourseDirectory.groupshared` says so. Raises CourseProblem when the files cannot be written.
    """
    look, late, attempts = who_needs_a_look(course, scores), late_work(scores), attempts_at(course, scores.exercises)
    found = Findings(scores, failures, commonest(failures), look, late, attempts)
    folder = report_folder(course)
    sheets = (
        scores_sheet(scores),
        exercises_sheet(scores),
        sentences_sheet(found.sentences),
        look_sheet(scores, found.look),
        late_sheet(scores, found.late),
    )
    files = {name: as_csv(rows) for name, rows in zip(SHEETS, sheets, strict=True)}
    files[PAGE] = render(course, found, folder, datetime.now(UTC))
    try:
        folder.mkdir(mode=0o770 if course.directory.groupshared else 0o700, exist_ok=True)
        for name, text in files.items():
            replace_file(folder / name, text)
    except OSError as error:
        raise CourseProblem(f"The report cannot be written: {error}. Next step: {next_step(error)}.") from None
    return folder / PAGE
