"""Grade many submissions: those that changed, several at a time, each one by nbgrader's own autograde and feedback."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.utils import capture_log, temp_attrs
from sqlalchemy.exc import SAWarning

from autograder.course import Course, Submission
from autograder.errors import CourseProblem, GraderError
from autograder.feedback import write_problem_page
from autograder.fingerprint import fingerprint

TRIES = 3  #: how often a submission is tried when the gradebook was locked by another process


@dataclass(frozen=True)
class Outcome:
    """What became of one submission."""

    assignment: str
    student: str
    fingerprint: str  #: of everything the grade depends on
    problem: str = ""  #: why it could not be graded, for the grader and the student; "" when it was
    skipped: bool = False  #: nothing changed since it was graded

    @property
    def submission(self) -> Submission:
        return Submission(self.assignment, self.student)


def grade(
    course: Course,
    assignments: Iterable[str],
    workers: int | None = None,
    force: bool = False,
    report: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Grade all submissions of some assignments and write their feedback.

    workers: how many at a time; the number of cores when None
    force:   grade unchanged submissions again
    report:  called with every outcome as it comes; skipped ones first

    A submission that cannot be graded gets 0 points, a mark that it needs a look, and feedback that says why; it costs
    nobody else anything. A run that is killed goes on where it stopped: what was finished is not run again.
    Raises CourseProblem when an assignment is not in the gradebook, and when grading itself does not work here.
    """
    outcomes, waiting = [], []
    for assignment in assignments:
        must_be_released(course, assignment)
        for submission in course.submissions(assignment):
            now, before = fingerprint(course, submission), read_record(course, submission)
            if before is not None and before.fingerprint == now and not force:
                outcomes.append(Outcome(**{**asdict(before), "skipped": True}))
                report(outcomes[-1])
            else:
                waiting.append((submission, now))
    if not waiting:
        return outcomes
    workers = min(workers or os.cpu_count() or 1, len(waiting))
    # spawn: nbgrader and its kernels start threads, and those do not survive a fork
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(grade_one, course.root, submission, now) for submission, now in waiting]
        for future in as_completed(running):
            try:
                outcomes.append(future.result())
            except GraderError:  # the next submission would meet the same
                pool.shutdown(cancel_futures=True)
                raise
            report(outcomes[-1])
    return sorted(outcomes, key=lambda outcome: outcome.submission)


def must_be_released(course: Course, assignment: str) -> None:
    try:
        with course.gradebook() as gradebook:
            gradebook.find_assignment(assignment)
    except MissingEntry:
        raise CourseProblem(
            f"The gradebook knows no assignment {assignment!r}. Next step: nbgrader generate_assignment {assignment}"
        ) from None


def grade_one(root: Path, submission: Submission, now: str) -> Outcome:
    """Grade one submission with nbgrader and write its feedback. Runs in a worker process."""
    warnings.simplefilter("ignore", SAWarning)  # about nbgrader's own queries; nothing a grader could do
    course = Course(root)
    problem = what_is_wrong(course, submission)
    if not problem:
        problem = autograde(course, submission)
    if problem:
        record_zero(course, submission)
        for notebook in notebook_names(course, submission.assignment):
            page = course.folder("feedback", submission) / f"{notebook}.html"
            write_problem_page(page, submission.assignment, problem)
    else:
        run(course, submission, GenerateFeedback)
    outcome = Outcome(submission.assignment, submission.student, now, problem)
    write_record(course, outcome)  # last: a submission without a record is graded again
    return outcome


def what_is_wrong(course: Course, submission: Submission) -> str:
    """Say in a sentence why a submission cannot be graded; "" when its files look well."""
    folder = course.folder("submitted", submission)
    found = sorted(path.name for path in folder.glob("*.ipynb"))
    for notebook in notebook_names(course, submission.assignment):
        path = folder / f"{notebook}.ipynb"
        if not path.exists():
            instead = f" It holds {', '.join(found)} instead." if found else ""
            return f"The submission has no file named {path.name}.{instead} It must keep the name it was released with."
        try:
            notebook_json = json.loads(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError as error:
            return f"{path.name} is not UTF-8 text (byte {error.start}), so it is no notebook."
        except (ValueError, RecursionError) as error:
            return f"{path.name} is not valid JSON, so it is no notebook: {error}."
        if not isinstance(notebook_json, dict) or not {"nbformat", "metadata"} <= set(notebook_json):
            return f"{path.name} is JSON, but not a notebook: it has no nbformat and metadata."
    return ""


def notebook_names(course: Course, assignment: str) -> list[str]:
    with course.gradebook() as gradebook:
        return [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]


def autograde(course: Course, submission: Submission) -> str:
    """Run nbgrader's autograde for one submission; return "" or what went wrong."""
    for _ in range(TRIES):
        result = run(course, submission, Autograde, create_student=True)
        if result["success"]:
            return ""
        said = last_line(result)
        if said.startswith("autograder.errors."):  # the grader's or the course's fault, not the submission's
            raise CourseProblem(said.partition(": ")[2])
        if "database is locked" not in result.get("log", "") + result["error"]:
            break
    return f"nbgrader could not grade it: {said}"


def run(course: Course, submission: Submission, converter: type, **settings: bool) -> dict:
    names = {"assignment_id": submission.assignment, "student_id": submission.student}
    with temp_attrs(course.directory, **names):
        app = converter(coursedir=course.directory, config=course.config, force=True, **settings)
        return capture_log(app)


def last_line(result: dict) -> str:
    """The error itself out of nbgrader's log: the last line of the first traceback."""
    lines = [line.strip() for line in result.get("log", "").splitlines()]
    errors = [
        line for line in lines if line and not line.startswith("[") and ":" in line and " " not in line.split(":")[0]
    ]
    return errors[-1] if errors else result["error"].strip().splitlines()[-1]


def record_zero(course: Course, submission: Submission) -> None:
    """Give 0 points for a submission that could not be graded, and mark it for a human to look at.

    Without this an earlier submission's points would stay, under the new timestamp.
    """
    timestamp = course.directory.get_existing_timestamp(str(course.folder("submitted", submission)))
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(submission.student)
        known = {} if timestamp is None else {"timestamp": timestamp}
        entry = gradebook.update_or_create_submission(submission.assignment, submission.student, **known)
        for notebook in entry.notebooks:
            notebook.late_submission_penalty = None
            for mark in notebook.grades:
                mark.auto_score = 0
                mark.needs_manual_grade = True
        gradebook.db.commit()


# --- what was graded already ------------------------------------------------------------------------------------------


def record_path(course: Course, submission: Submission) -> Path:
    return course.root / ".autograder" / submission.assignment / f"{submission.student}.json"


def read_record(course: Course, submission: Submission) -> Outcome | None:
    try:
        return Outcome(**json.loads(record_path(course, submission).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write_record(course: Course, outcome: Outcome) -> None:
    path = record_path(course, outcome.submission)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(outcome), indent=1), encoding="utf-8")
    new.replace(path)  # never half a record
