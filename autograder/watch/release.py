"""Pages into the exchange, where their students fetch them: feedback, and a page for an attempt that did not count."""

from __future__ import annotations

import glob
import shutil

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory

from autograder.course.folder import Course, Submission
from autograder.feedback.problem_page import problem_page
from autograder.intake.collect import SECRET, HandIn, secret_of
from autograder.intake.submission import TIMESTAMP
from autograder.record.bookkeeping import quiet_log
from autograder.sealed.errors import CourseProblem

KEPT = "What you handed in is kept, and your instructor can see it. Your grade is as it was."


def release_feedback(course: Course, submission: Submission) -> None:
    """Release a submission's feedback as `nbgrader release_feedback` does. Raises CourseProblem."""
    release(course, CourseDirectory(config=course.config), submission)


def release_refusal(course: Course, submission: Submission, one: HandIn, why: str) -> None:
    """Release a page for each notebook that says why an attempt was not graded. Raises CourseProblem."""
    with course.gradebook() as gradebook:
        notebooks = [book.name for book in gradebook.find_assignment(submission.assignment).notebooks]
    directory = CourseDirectory(config=course.config)
    directory.feedback_directory = ".autograder/refusals"
    secret = secret_of(one)
    if not secret:
        return  # nobody could find the page
    folder = course.root / directory.format_path(
        directory.feedback_directory, submission.student, submission.assignment
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page = problem_page(f"{submission.assignment}: this attempt was not graded", why, KEPT)
        for name in notebooks:
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        (folder / SECRET).write_text(secret, encoding="utf-8")
        (folder / TIMESTAMP).write_text(one.said, encoding="utf-8")
        release(course, directory, submission)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def release(course: Course, directory: CourseDirectory, submission: Submission) -> None:
    """What lies in the directory's feedback folder goes into the exchange. Raises CourseProblem."""
    directory.assignment_id, directory.student_id = submission.assignment, glob.escape(submission.student)
    exchange = ExchangeFactory(config=course.config).ReleaseFeedback(coursedir=directory, config=course.config)
    exchange.log = quiet_log()
    try:
        exchange.start()
    except (ExchangeError, OSError) as error:
        raise CourseProblem(
            f"{submission}: feedback cannot be released: {error}. "
            "Next step: look who owns the exchange's folder `feedback`; the service tries again."
        ) from None
