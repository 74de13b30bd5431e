"""Who comes next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.course.folder import Submission
from autograder.intake.collect import HandIn
from autograder.watch.queue import Queue, Waiting

START = datetime(2026, 3, 2, tzinfo=UTC)


def waiting(student: str, minute: int = 0, assignment: str = "ps1") -> Waiting:
    time = START + timedelta(minutes=minute)
    one = HandIn(Path(f"{student}+{assignment}+{minute}"), student, 1, str(time), time)
    return Waiting(Submission(assignment, student), time, one)


def lying(student: str, assignment: str = "ps1") -> Waiting:
    return Waiting(Submission(assignment, student), START)


def names(found: list[Waiting]) -> list[str]:
    return [f"{one.submission.student} {one.submission.assignment}" for one in found]


def test_in_the_order_in_which_they_came():
    queue = Queue()
    for student in ("ana", "ben", "cai"):
        queue.put(waiting(student))

    assert names(queue.take(2, 9, ())) == ["ana ps1", "ben ps1"]
    assert names(queue.take(2, 9, ())) == ["cai ps1"]
    assert len(queue) == 0


def test_who_hands_in_again_keeps_the_place_and_the_newest_counts():
    queue = Queue()
    first, second = waiting("ana", 1), waiting("ana", 2)
    queue.put(first)
    queue.put(waiting("ben", 1))

    assert queue.put(second) is first.one
    assert queue.take(2, 9, ())[0] is second


def test_the_newest_counts_in_whatever_order_they_are_found():
    queue = Queue()
    older, newer = waiting("ana", 1), waiting("ana", 2)
    queue.put(newer)

    assert queue.put(older) is older.one
    assert queue.take(1, 9, ()) == [newer]


def test_everybodys_first_comes_before_anybodys_second():
    queue = Queue()
    for number in range(9):
        queue.put(waiting("ana", assignment=f"ps{number}"))
    queue.put(waiting("ben", 5))

    assert names(queue.take(2, 9, ())) == ["ana ps0", "ben ps1"]


def test_a_hundred_hand_ins_have_one_place():
    queue = Queue()
    for minute in range(100):
        queue.put(waiting("ana", minute))
    queue.put(waiting("ben"))

    assert names(queue.take(9, 9, ())) == ["ana ps1", "ben ps1"]


def test_who_is_graded_at_this_moment_keeps_the_place():
    queue = Queue()
    queue.put(waiting("ana"))
    queue.put(waiting("ben"))

    assert names(queue.take(9, 9, {Submission("ps1", "ana")})) == ["ben ps1"]
    assert names(queue.take(9, 9, ())) == ["ana ps1"]


def test_hand_ins_come_before_what_lies_there():
    queue = Queue()
    for number in range(20):
        queue.put(lying(f"s{number}"))
    queue.put(waiting("ana"))

    assert names(queue.take(1, 9, ())) == ["ana ps1"]
    assert len(queue.take(1, 9, ())) == 9


def test_what_lies_there_replaces_no_hand_in():
    queue = Queue()
    queue.put(waiting("ana"))

    assert queue.put(lying("ana")) is None
    assert queue.take(1, 9, ())[0].one is not None
