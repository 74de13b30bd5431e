"""Grade many submissions: those that changed, several at a time, on this machine or on a cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from nbgrader.api import Assignment, SubmittedAssignment
from sqlalchemy.exc import OperationalError

from autograder.course.fingerprint import fingerprint
from autograder.course.folder import Course, Submission
from autograder.course.gradebook import open_gradebook
from autograder.grading.worker import Executed, execute
from autograder.record.bookkeeping import Bookkeeping, first_line, no_warnings
from autograder.record.outcomes import Outcome, read_record, write_record
from autograder.sealed.errors import CourseProblem, GradebookBusy, GraderError, WorkersGone
from autograder.sealed.processes import pool

TRIES = 5  #: how often a submission is written when the gradebook is locked by another program
AHEAD = 2  #: jobs for each worker that wait or run, so that none is idle and none is read long before its turn
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
    report:    called with every outcome as it comes; skipped ones first
    students:  only these; everybody when empty
    scheduler: address of a Dask scheduler, e.g. "tcp://10.0.0.1:8786"; processes on this machine when None

    Workers execute; this process alone touches the gradebook and the course folder. A submission that cannot be graded
    gets 0 points, a mark that it needs a look, and a problem in its outcome; it costs nobody else anything. A run that
    is killed goes on where it stopped: what was finished is not run again, and nothing is half written.
    Raises CourseProblem when an assignment is not in the gradebook or grading itself does not work here, GradebookBusy
    when another program holds the gradebook, WorkersGone when a worker died and cannot be replaced.
    """
    try:
        with no_warnings(), open_gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
            books = Bookkeeping(course, gradebook)
            outcomes, waiting = sort_out(course, books, assignments, set(students), force)
            for outcome in outcomes:
                report(outcome)
            if waiting:
                with make_executor(scheduler, workers, len(waiting)) as (executor, width):
                    for outcome in run(course, books, waiting, executor, width):
                        outcomes.append(outcome)
                        report(outcome)
    except OperationalError as error:
        raise GradebookBusy(first_line(error)) from None
    return sorted(outcomes, key=lambda outcome: outcome.submission)


def sort_out(
    course: Course, books: Bookkeeping, assignments: Iterable[str], students: set[str], force: bool
) -> tuple[list[Outcome], list[Outcome]]:
    """The submissions that are graded already, and those that wait, with the fingerprints they have now."""
    unchanged, waiting = [], []
    for assignment in assignments:
        found = [one for one in course.submissions(assignment) if not students or one.student in students]
        if not found:
            continue  # its source may be a draft
        books.check_source(assignment)
        released, extensions = books.released_state(assignment), extensions_of(books, assignment)
        books.gradebook.undo()
        for submission in found:
            extension = extensions.get(submission.student)
            now = fingerprint(course, submission, f"{released} {extension or ''}")
            before = read_record(course, submission)
            graded = before is not None and before.fingerprint == now and submission.student in extensions
            if graded and not force:
                unchanged.append(replace(before, skipped=True))
            else:
                waiting.append(Outcome(assignment, submission.student, now))
    return unchanged, waiting


def extensions_of(books: Bookkeeping, assignment: str) -> dict[str, timedelta | None]:
    """Who has an entry in the gradebook, with the extension they got: a record outlives a gradebook thrown away."""
    entry = SubmittedAssignment
    found = books.gradebook.db.query(entry.student_id, entry.extension).join(Assignment)
    return {student: extension for student, extension in found.filter(Assignment.name == assignment)}


@contextmanager
def make_executor(scheduler: str | None, workers: int | None, jobs: int) -> Iterator[tuple[Executor, int]]:
    """Something that runs jobs, and how many at a time."""
    if scheduler is None:
        width = min(workers or os.cpu_count() or 1, jobs)
        # Threads, since they only wait: each has a warm parent of its own, whose children do the work.
        executor = ThreadPoolExecutor(width, "worker")
        try:
            yield executor, width
        except BaseException:
            with pool.given_up():
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
    course: Course, books: Bookkeeping, waiting: list[Outcome], executor: Executor, width: int
) -> Iterator[Outcome]:
    """Keep the workers busy; write each result as it comes."""
    left = iter(waiting)
    running: dict[Future, tuple[Outcome, dict[str, str]]] = {}
    early = EARLY
    while True:
        while (len(running) < AHEAD * width or early > 0) and (outcome := next(left, None)):
            job, problems = books.prepare(outcome.submission)
            if job.notebooks:
                running[executor.submit(execute, job)] = outcome, problems
            else:
                yield finish(course, books, outcome, Executed(), problems)
            early = 0 if any(future.done() for future in running) else early - max(job.size, EARLY // 64)
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            early = 0
            outcome, problems = running.pop(future)
            yield finish(course, books, outcome, result_of(future), problems)


def result_of(future: Future) -> Executed:
    try:
        executed = future.result()
    except GraderError:
        raise
    except Exception as error:  # the job raises nothing: its worker is gone
        raise WorkersGone(first_line(error)) from None
    if executed.refused:  # the next submission would meet the same
        raise CourseProblem(executed.refused)
    return executed


def finish(
    course: Course, books: Bookkeeping, outcome: Outcome, executed: Executed, problems: dict[str, str]
) -> Outcome:
    problems = write(books, outcome.submission, executed, problems)
    outcome = replace(outcome, problems=problems)
    write_record(course, outcome)  # last: a submission without a record is graded again
    return outcome


def write(books: Bookkeeping, submission: Submission, executed: Executed, problems: dict[str, str]) -> dict[str, str]:
    for tried in range(TRIES):
        try:
            return books.write(submission, executed, problems)
        except OperationalError:
            if tried + 1 == TRIES:
                raise
            time.sleep(tried)
        except OSError as error:
            raise CourseProblem(
                f"{submission.student} / {submission.assignment} cannot be written: {error}. What is graded stays. "
                "Next step: make room or give permission, then run the same command again."
            ) from None
        except Exception as error:  # whatever this notebook makes nbgrader say
            if not executed.notebooks:
                raise
            said = f"nbgrader could not record it: {first_line(error)}"
            problems = problems | dict.fromkeys(executed.notebooks, said)
            executed = Executed()
    raise AssertionError("the last try returns or raises")
