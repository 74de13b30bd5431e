"""The service: what comes is collected, graded, and given back, until somebody stops it.

It may be killed at any moment. The exchange keeps what was handed in; before an attempt is touched, a file says that it
was taken; only after its feedback is released does that file say that it was graded. Whatever was taken is done again
after a start, and grading passes over what is graded already.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from traitlets import TraitError

from autograder.course.folder import Course, Submission
from autograder.course.gradebook import OpenGradebook
from autograder.course.names import read_released, released_assignments
from autograder.course.rules import BEST, Attempts
from autograder.feedback.makers import PageMakers
from autograder.feedback.pages import write_feedback
from autograder.grading import grade
from autograder.grading.preprocessor import SealedExecute
from autograder.intake.collect import HandIn, Refused
from autograder.record.attempts import (
    GRADED,
    REFUSED,
    REPLACED,
    TAKEN,
    UNREADABLE,
    Attempt,
    all_attempts,
    best_of,
    note,
    read_attempts,
)
from autograder.record.bookkeeping import Bookkeeping, no_warnings
from autograder.record.outcomes import Outcome
from autograder.sealed.errors import CourseProblem, GraderError
from autograder.watch.inbox import Inbox, Submitted
from autograder.watch.lock import lock_file, locked
from autograder.watch.points import Points, points_of
from autograder.watch.queue import Queue, Waiting
from autograder.watch.release import release_feedback, release_refusal

LOOK = 0.5  #: seconds from one look into the exchange to the next
LOOK_AROUND = 5.0  #: seconds from one look into `submitted` to the next
SETTINGS = 60.0  #: seconds after which settings, sources and released assignments are read again; while busy, more
BUSY = 300.0  #: seconds after which that happens while there is work
AGAIN = 10.0  #: seconds until something that failed for all is tried again
CHUNK = 8  #: hand-ins that are collected together
OTHERS = 64  #: submissions that were put into `submitted` and are looked at together
PAGES = 32  #: graded submissions whose feedback is made together while others wait


class Watch:
    """One course that is watched."""

    def __init__(self, root: Path, named: Iterable[str], workers: int | None, say: Callable[[str], None]):
        """named: the assignments, or none for those that the settings name; say: gets a line for the log.

        Raises CourseProblem when an assignment is not known.
        """
        self.root, self.named, self.workers, self.say = root, list(named), workers, say
        self.queue, self.running = Queue(), set[Submission]()
        self.done: list[Outcome] = []
        self.problems: dict[str, float] = {}  # by assignment: when to try it again
        self.submitted, self.makers = Submitted(), PageMakers(workers or os.cpu_count() or 1)
        self.looked = self.looked_around = 0.0
        self.seen, self.told = set[str](), set[str]()  # names of folders in the exchange
        self._open()
        self._recover()

    def run(self, once: bool = False) -> None:
        """Watch until KeyboardInterrupt, after any other service of this course has ended.

        once: until nothing is left to do; raises CourseProblem when another service runs
        """
        with locked(lock_file(self.course.root), None if once else self._wait), self.makers:
            while self._step(once) or not once:
                time.sleep(0 if once else LOOK)

    def _step(self, once: bool) -> bool:
        """Grade what came; returns whether there was something. What stops all is said, or with `once` raised."""
        try:
            if time.monotonic() - self.opened > SETTINGS:
                self._open()
            self._look()
            if found := any(not self._is_paused(one.submission) for one in self.queue):
                self._grade()
            return found
        except (GraderError, DBAPIError, OSError, TraitError) as error:
            if once:
                raise
            self.say(f"nothing can be graded at the moment: {error} It is tried again in {AGAIN:.0f} s.")
            self.running.clear()
            time.sleep(AGAIN)
            self._recover()
            return True

    def _wait(self) -> None:
        """For the other service, which a hub that was killed may have left behind."""
        if not self.looked:
            self.say("this course is watched already; waiting until that ends")
        self.looked = time.monotonic()
        time.sleep(LOOK)

    def _open(self) -> None:
        """Read what an instructor may have changed."""
        self.course, self.opened = Course(self.root), time.monotonic()
        self.attempts = Attempts(config=self.course.config)
        chosen = self.named or self.attempts.assignments
        self.assignments = released_assignments(self.course, chosen) if chosen else read_released(self.course)
        self.inbox = Inbox(self.course, self.seen, self.told, self.say)

    # --- what comes -----------------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Put back what was taken and not finished, and pass over what was seen before."""
        for assignment in self.assignments:
            for student, attempts in all_attempts(self.course.root, assignment):
                self.seen.update(one.folder for one in attempts)
                if any(one.state == TAKEN for one in attempts):
                    self._put_back([Submission(assignment, student)])

    def _look(self) -> None:
        """Into the exchange, and now and then into `submitted`."""
        if time.monotonic() - self.looked < LOOK:
            return
        self.looked = time.monotonic()
        replaced: dict[Submission, list[Attempt]] = {}
        for assignment, one, arrived in self.inbox.arrivals(self.assignments):
            submission = Submission(assignment, one.student)
            if old := self.queue.put(Waiting(submission, arrived, one)):
                replaced.setdefault(submission, []).append(Attempt(old.folder.name, old.said, arrived, REPLACED))
        for submission, attempts in replaced.items():  # each file once, however many came
            note(self.course.root, submission, *attempts)
        if self.looked - self.looked_around > LOOK_AROUND:
            self.looked_around = self.looked
            changed = self.submitted.changed(self.course, self.assignments)
            self._put_back(one for one in changed if one not in self.running)

    # --- grading --------------------------------------------------------------------------------------------------

    def _grade(self) -> None:
        """Grade what waits, and what comes meanwhile, until nothing is left."""
        self._open()
        with no_warnings(), OpenGradebook(self.course.directory.db_url, self.course.directory.course_id) as gradebook:
            books = Bookkeeping(self.course, gradebook, SealedExecute)
            with grade.make_executor(None, self.workers, CHUNK, books.limits.preload) as (executor, width):
                for outcome in grade.run(self.course, books, self._feed(books), executor, width, LOOK):
                    self.done.append(outcome)
            self._give_back()

    def _feed(self, books: Bookkeeping) -> Iterator[grade.Waiting | None]:
        """What is to be graded; None while there is nothing. In between, feedback is made."""
        while time.monotonic() - self.opened < BUSY:
            self._look()
            if len(self.done) >= (PAGES if len(self.queue) else 1):
                self._give_back()
            busy = self.running | {one.submission for one in self.queue if self._is_paused(one.submission)}
            taken: dict[str, set[str]] = {}
            for waiting in self.queue.take(CHUNK, OTHERS, busy):
                if self._admit(waiting):
                    taken.setdefault(waiting.submission.assignment, set()).add(waiting.submission.student)
            for assignment, students in taken.items():
                try:
                    found = grade.find(self.course, books, [assignment], students)
                except CourseProblem as problem:
                    self._pause(assignment, students, problem)
                    continue
                self.running.update(found)
                yield from grade.changed(self.course, books, found, False, self.done.append)
            if not taken:
                yield None

    def _admit(self, waiting: Waiting) -> bool:
        """Do the rules allow it? Then it is noted as taken, and collected."""
        submission, one = waiting.submission, waiting.one
        attempts = read_attempts(self.course.root, submission)
        if one is None:
            return self._collect_again(submission, attempts)
        rules = self.attempts.rules(submission.assignment)
        unfinished = [attempt for attempt in attempts if attempt.state == TAKEN]  # the newer one is graded in its place
        before = [attempt.arrived for attempt in attempts if attempt.state == GRADED]
        attempt = Attempt(one.folder.name, one.said, waiting.arrived, TAKEN)
        following = rules.next_attempt(before, waiting.arrived)
        if following != waiting.arrived:
            why = rules.refusal(following)
            self._refuse(submission, one, why)
            note(self.course.root, submission, replace(attempt, state=REFUSED, says=why))
            self.say(f"{submission}: not graded. {why}")
            self._put_back([submission] if unfinished else [])
            return False
        note(self.course.root, submission, *(replace(old, state=REPLACED) for old in unfinished), attempt)
        return self._collect(submission, one, attempt)

    def _collect_again(self, submission: Submission, attempts: list[Attempt]) -> bool:
        """What was taken before the service ended; or else what somebody put into `submitted`, which lies there."""
        taken = next((one for one in attempts if one.state == TAKEN), None)
        if taken is None:
            return True
        try:
            return self._collect(submission, self.inbox.find(taken.folder, submission.assignment), taken)
        except Refused as why:
            note(self.course.root, submission, replace(taken, state=UNREADABLE, says=str(why)))
            return False

    def _collect(self, submission: Submission, one: HandIn, attempt: Attempt) -> bool:
        try:
            self.inbox.collect(submission.assignment, one)
        except (Refused, OSError) as why:
            self.say(f"not collected: {submission}: {why}")
            self._refuse(submission, one, f"It cannot be collected: {why}.")
            note(self.course.root, submission, replace(attempt, state=UNREADABLE, says=str(why)))
            return False
        self.submitted.saw(self.course, submission)
        return True

    def _refuse(self, submission: Submission, one: HandIn, why: str) -> None:
        try:
            release_refusal(self.course, submission, one, why)
        except CourseProblem as problem:
            self.say(str(problem))

    # --- giving back ----------------------------------------------------------------------------------------------

    def _give_back(self) -> None:
        """Feedback of what was graded: made, released, noted."""
        done, self.done = self.done, []
        by_assignment: dict[str, dict[str, Outcome]] = {}
        for outcome in done:
            by_assignment.setdefault(outcome.assignment, {})[outcome.student] = outcome
        for assignment, outcomes in by_assignment.items():
            write_feedback(self.course, [assignment], None, self._say_problem, outcomes.keys(), self.makers)
            with self.course.gradebook() as gradebook:
                points = points_of(gradebook, assignment, outcomes.keys())
            for student, outcome in outcomes.items():
                self._give(outcome, points.get(student, Points()))
                self.running.discard(outcome.submission)

    def _give(self, outcome: Outcome, points: Points) -> None:
        submission, now = outcome.submission, datetime.now(UTC)
        attempts = read_attempts(self.course.root, submission)
        taken = next((one for one in attempts if one.state == TAKEN), None)
        if taken is None and outcome.skipped:
            return
        said = outcome.problem or points.in_words()
        if taken is not None:
            try:
                self._release(submission, taken, outcome)
            except (CourseProblem, Refused) as problem:  # it stays taken, and is done again
                self._pause(submission.assignment, [submission.student], problem)
                return
            graded = replace(taken, state=GRADED, says=outcome.problem, **vars(points))
            self._keep_best(submission, [*attempts, graded])
            note(self.course.root, submission, graded)  # last: until then all of it is done again
            said += f", {(now - taken.arrived).total_seconds():.1f} s after it came"
        self.say(f"{submission}: {said}")

    def _release(self, submission: Submission, taken: Attempt, outcome: Outcome) -> None:
        if self.course.folder("feedback", submission).is_dir():
            release_feedback(self.course, submission)
        elif outcome.problem:  # it is not in the gradebook at all: its student is not enrolled
            self._refuse(submission, self.inbox.find(taken.folder, submission.assignment), outcome.problem)

    def _keep_best(self, submission: Submission, attempts: list[Attempt]) -> None:
        """Put back the attempt with the most points when the rules say so and the last one has fewer."""
        best, counts = best_of(attempts), self.attempts.rules(submission.assignment).counts
        if counts != BEST or best is None or best.points <= attempts[-1].points:
            return
        try:
            self.inbox.collect(submission.assignment, self.inbox.find(best.folder, submission.assignment))
        except (Refused, OSError) as why:
            self.say(f"{submission}: the best attempt cannot be put back: {why}")
            return
        self.submitted.saw(self.course, submission)
        self._put_back([submission])

    def _say_problem(self, submission: Submission, problem: str) -> None:
        if problem:
            self.say(f"feedback needs a look: {submission}: {problem}")

    def _is_paused(self, submission: Submission) -> bool:
        return time.monotonic() < self.problems.get(submission.assignment, 0)

    def _pause(self, assignment: str, students: Iterable[str], problem: Exception) -> None:
        """An assignment that cannot be graded waits, and costs the others nothing."""
        self.say(f"{problem} {assignment} is tried again in {SETTINGS:.0f} s.")
        self.problems[assignment] = time.monotonic() + SETTINGS
        self._put_back(Submission(assignment, student) for student in students)

    def _put_back(self, submissions: Iterable[Submission]) -> None:
        """Into the queue, as they lie in the course."""
        for submission in submissions:
            self.queue.put(Waiting(submission, datetime.now(UTC)))
