"""Grade many submissions: those that changed, several at a time, on this machine or on a cluster."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain

from nbgrader.api import Assignment, SubmittedAssignment
from sqlalchemy.exc import OperationalError

from autograder.course.fingerprint import fingerprint
from autograder.course.folder import Course, Submission
from autograder.course.gradebook import OpenGradebook
from autograder.grading.preprocessor import SealedExecute
from autograder.grading.shared_pool import shared_pool
from autograder.grading.worker import execute
from autograder.intake.submission import HandedIn
from autograder.record.bookkeeping import Bookkeeping, no_warnings
from autograder.record.job import Executed
from autograder.record.outcomes import BLANK, Outcome, read_record, write_record
from autograder.sealed.errors import CourseProblem, GradebookBusy, GraderError, WorkersGone, first_line

AHEAD = 2  #: jobs for each worker that wait or run, so that none is idle and none is read long before its turn
OTHERS_SCORES = (
    "Something else had written its automatic points, so it was graded again. Points that you give by hand, in "
    "formgrader, stay."
)
EARLY = 2 << 20  #: bytes of submissions that are read besides until the first one is done: workers need time to start


def grade(
    course: Course,
    assignments: Iterable[str],
    workers: int | None = None,
    force: bool = False,
    report: Callable[[Outcome], None] = lambda outcome: None,
    students: Iterable[str] = (),
    scheduler: str | None = None,
) -> list[Outcome]:
    """Grade the submissions of some assignments; returns what became of each, skipped ones included.

    workers:   how many at a time; the number of cores, or of the cluster's threads, when None
    force:     grade unchanged submissions again
    report:    called with every outcome as it comes
    students:  only these; everybody when empty
    scheduler: address of a Dask scheduler, e.g. "tcp://10.0.0.1:8786"; processes on this machine when None

    Workers execute; this process alone touches the gradebook and the course folder. A submission that cannot be graded
    gets 0 points, a mark that it needs a look, and a problem in its outcome; it costs nobody else anything. A run that
    is killed goes on where it stopped: what was finished is not run again, and nothing is half written.
    Raises CourseProblem when an assignment is not in the gradebook or grading itself does not work here, GradebookBusy
    when another program holds the gradebook, WorkersGone when a worker died and cannot be replaced.
    """
    try:
        with no_warnings(), OpenGradebook(course.directory.db_url, course.directory.course_id) as gradebook:
            books = Bookkeeping(course, gradebook, SealedExecute)
            found = find(course, books, assignments, set(students))
            outcomes: list[Outcome] = []

            def done(outcome: Outcome) -> None:
                outcomes.append(outcome)
                report(outcome)

            waiting = changed(course, books, found, force, done)
            if first := next(waiting, None):
                with make_executor(scheduler, workers, len(found), books.limits.preload) as (executor, width):
                    for outcome in run(course, books, chain([first], waiting), executor, width):
                        done(outcome)
    except OperationalError as error:
        raise GradebookBusy(first_line(error)) from None
    return sorted(outcomes, key=lambda outcome: outcome.submission)


@dataclass(frozen=True)
class Waiting:
    """A submission that is to be graded."""

    outcome: Outcome  #: what is known before it is graded: its name and its fingerprint
    handed_in: HandedIn


@dataclass(frozen=True)
class Entry:
    """What the gradebook says of a submission before a run."""

    state: str  #: what decides its grade: cells and points, the due date, the student's extension
    is_there: bool  #: a record outlives a gradebook that was thrown away
    is_late: bool
    scores: str  #: a hash of its automatic points, which another command may have written


def find(course: Course, books: Bookkeeping, assignments: Iterable[str], students: set[str]) -> dict[Submission, Entry]:
    """The submissions to look at, with what the gradebook says of them.

    Raises CourseProblem, before anything is written, when the source folder does not say what was released.
    """
    entries: dict[Submission, Entry] = {}
    for assignment in assignments:
        found = [one for one in course.submissions(assignment) if not students or one.student in students]
        if found:  # without a submission its source may be a draft
            books.check_source(assignment)
            released, known = books.released_state(assignment), entries_of(books, assignment)
            scores = books.automatic_scores(assignment)
            for one in found:
                there = known.get(one.student)
                state = f"{released} {(there and there.extension) or ''}"
                late = there is not None and there.total_seconds_late > 0
                entries[one] = Entry(state, there is not None, late, scores.get(one.student, ""))
    books.gradebook.undo()
    return entries


def changed(
    course: Course,
    books: Bookkeeping,
    found: dict[Submission, Entry],
    force: bool,
    unchanged: Callable[[Outcome], None],
) -> Iterator[Waiting]:
    """Read one submission after the other; those to be graded come out, the others are reported.

    A late one that did not change may have got marks by hand, and its penalty is a share of all points.
    """
    for submission, entry in found.items():
        if not books.converter.create_student and not books.gradebook.has_student(submission.student):
            unchanged(not_enrolled(books, submission))
            continue
        handed_in = books.read(submission)
        now = fingerprint(course, submission.assignment, handed_in.digest(), entry.state)
        before = read_record(course, submission)
        news: tuple[str, ...] = ()
        if before and before.fingerprint == now and entry.is_there and not force and is_whole(course, books, before):
            if before.scores == entry.scores:
                names = books.notebook_names(submission.assignment)
                said = books.penalties.renew(submission, names, before.problems) if entry.is_late else ""
                unchanged(replace(before, skipped=True, news=(said,) if said else ()))
                continue
            news = (OTHERS_SCORES,)
        yield Waiting(
            Outcome(submission.assignment, submission.student, now, notes=handed_in.notes, news=news), handed_in
        )


def not_enrolled(books: Bookkeeping, submission: Submission) -> Outcome:
    """What is said of a submission of which nothing is recorded."""
    said = (
        f"The gradebook has no student {submission.student!r}, and c.Autograde.create_student is False. "
        f"Next step: nbgrader db student add {shlex.quote(submission.student)}"
    )
    problems = dict.fromkeys(books.notebook_names(submission.assignment)[:1], said)
    return Outcome(submission.assignment, submission.student, "", problems)


def is_whole(course: Course, books: Bookkeeping, outcome: Outcome) -> bool:
    """Are the graded notebooks of a submission there, but for those that could not be graded?"""
    folder = course.folder("autograded", outcome.submission)
    names = course.chosen_notebooks(books.notebook_names(outcome.assignment))
    return all((folder / f"{name}.ipynb").is_file() for name in names if name not in outcome.problems)


def entries_of(books: Bookkeeping, assignment: str) -> dict[str, SubmittedAssignment]:
    """What the gradebook knows of an assignment's submissions, by student."""
    found = books.gradebook.db.query(SubmittedAssignment).join(Assignment).filter(Assignment.name == assignment)
    return {entry.student_id: entry for entry in found}


@contextmanager
def make_executor(
    scheduler: str | None, workers: int | None, jobs: int, preload: tuple[str, ...]
) -> Iterator[tuple[Executor, int]]:
    """Something that runs jobs, and how many at a time."""
    if scheduler is None:
        width = min(workers or os.cpu_count() or 1, jobs)
        shared_pool().start(preload)  # imports libraries while the first submissions are read
        # Threads, since they only wait: each has a parent process of its own, whose children do the work.
        executor = ThreadPoolExecutor(width, "worker")
        try:
            yield executor, width
        except BaseException:
            with shared_pool().interrupted():
                executor.shutdown(cancel_futures=True)
            raise
        executor.shutdown()
        return
    try:
        from distributed import Client
    except ImportError:
        raise CourseProblem(
            "A cluster needs Dask, which is not installed. Next step: pip install distributed, here and on each worker."
        ) from None
    try:
        cluster = Client(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise CourseProblem(
            f"No Dask scheduler answers at {scheduler} ({first_line(error)}). Next step: `dask scheduler` on that host."
        ) from None
    with cluster:
        threads = sum(cluster.nthreads().values())
        if not threads:
            raise CourseProblem(f"The scheduler at {scheduler} has no workers. Next step: `dask worker {scheduler}`.")
        yield cluster.get_executor(pure=False), workers or threads


def run(
    course: Course,
    books: Bookkeeping,
    waiting: Iterable[Waiting | None],
    executor: Executor,
    width: int,
    patience: float | None = None,
) -> Iterator[Outcome]:
    """Keep the workers busy; write each result as it comes. It ends when nothing runs and nothing waits.

    waiting:  None says that there is nothing at the moment
    patience: seconds after which to ask again while something runs; without it, when something is done
    """
    left = iter(waiting)
    running: dict[Future[Executed], tuple[Waiting, dict[str, str]]] = {}
    early = EARLY
    while True:
        while (len(running) < AHEAD * width or early > 0) and (one := next(left, None)):
            job, problems = books.prepare(one.outcome.submission, one.handed_in)
            if books.is_blank(job):
                one = replace(one, outcome=replace(one.outcome, notes=(*one.outcome.notes, BLANK)))
            if job.notebooks:
                running[executor.submit(execute, job)] = one, problems
            else:
                yield finish(course, books, one, Executed(), problems)
            early = 0 if any(future.done() for future in running) else early - max(job.size, EARLY // 64)
        if not running:
            return
        for future in wait(running, timeout=patience, return_when=FIRST_COMPLETED).done:
            early = 0
            one, problems = running.pop(future)
            yield finish(course, books, one, result_of(future), problems)


def result_of(future: Future[Executed]) -> Executed:
    """What a worker made of its job. Raises WorkersGone when it ended, CourseProblem when nothing can be graded."""
    try:
        executed = future.result()
    except GraderError:
        raise
    except Exception as error:  # the job raises nothing: its worker is gone
        raise WorkersGone(first_line(error)) from None
    if executed.refused:  # the next submission would meet the same
        raise CourseProblem(executed.refused)
    return executed


def finish(course: Course, books: Bookkeeping, one: Waiting, executed: Executed, problems: dict[str, str]) -> Outcome:
    """Write what a worker returned into the gradebook, then note that this submission is graded."""
    problems, scores = books.write(one.outcome.submission, one.handed_in, executed, problems)
    outcome = replace(one.outcome, problems=problems, scores=scores)
    write_record(course, outcome)  # last: a submission without a record is graded again
    return outcome
