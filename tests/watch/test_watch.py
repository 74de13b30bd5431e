"""The service on a real exchange: what comes is graded and given back; guessing and forgeries get nothing."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from autograder.course.folder import Course, Submission
from autograder.intake.collect import look_at
from autograder.record.attempts import GRADED, REFUSED, REPLACED, TAKEN, UNREADABLE, note, read_attempts
from autograder.watch import service
from autograder.watch.inbox import Inbox
from autograder.watch.lock import lock_file, locked
from autograder.watch.release import release_refusal
from coursekit.progress.given_back import given_back
from tests.commands import autograder
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in
from tests.watch.small_exchange import ANA, BEN, CAI, Exchange

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files of other accounts"),
    pytest.mark.usefixtures("pages_from_a_fork"),
]
FREE = "c.Attempts.attempts_a_day = 0\nc.Attempts.pause = 0\n"
HALF = RIGHT | {"halve": WRONG["halve"]}


@pytest.fixture
def exchange(tmp_path) -> Exchange:
    return Exchange(tmp_path, FREE)


def test_a_hand_in_is_collected_graded_and_given_back(exchange):
    folder = exchange.submit(ANA, HALF)

    exchange.watch()

    assert exchange.points(ANA) == 3
    assert "ValueError: not yet" in exchange.page(folder)
    (attempt,) = exchange.attempts(ANA)
    assert (attempt.state, attempt.points, attempt.most, attempt.failed) == (GRADED, 3, 6, ("halve-any",))
    assert any(f"{ANA} / {ASSIGNMENT}: 3 of 6, " in line for line in exchange.log)


def test_nothing_is_graded_twice(exchange):
    exchange.submit(ANA, RIGHT)
    exchange.watch()
    before = (exchange.course / "autograded" / ANA / ASSIGNMENT / "problem.ipynb").stat().st_mtime_ns
    exchange.log.clear()

    exchange.watch()

    assert (exchange.course / "autograded" / ANA / ASSIGNMENT / "problem.ipynb").stat().st_mtime_ns == before
    assert exchange.log == []


def test_every_attempt_has_a_page_of_its_own(exchange):
    first = exchange.submit(ANA, WRONG)
    exchange.watch()
    second = exchange.submit(ANA, RIGHT)
    exchange.watch()

    assert exchange.states(ANA) == [GRADED, GRADED] and exchange.points(ANA) == 6
    assert "Score: 0.0 / 6.0" in exchange.page(first) and "Score: 6.0 / 6.0" in exchange.page(second)


def test_of_many_that_wait_the_newest_is_graded(exchange):
    old = [exchange.submit(ANA, WRONG) for _ in range(5)]
    new = exchange.submit(ANA, RIGHT)

    exchange.watch()

    assert sorted(exchange.states(ANA)) == [GRADED] + [REPLACED] * 5
    assert exchange.points(ANA) == 6 and exchange.page(new) and not any(map(exchange.page, old))


def test_what_somebody_puts_into_submitted_is_graded_too(exchange):
    """As `autograder collect canvas` does, or a person."""
    hand_in(exchange.course, "uploaded", HALF)

    exchange.watch()

    assert exchange.points("uploaded") == 3
    assert (exchange.course / "feedback" / "uploaded" / ASSIGNMENT / "problem.html").is_file()


# --- the rules ----------------------------------------------------------------------------------------------------


def test_an_attempt_too_many_is_kept_and_its_student_told_when_the_next_counts(tmp_path):
    exchange = Exchange(tmp_path, "c.Attempts.attempts_a_day = 2\nc.Attempts.pause = 0\nc.Attempts.time_zone = 'UTC'\n")
    for answers in (WRONG, HALF):
        exchange.submit(ANA, answers)
        exchange.watch()
    third = exchange.submit(ANA, RIGHT)

    exchange.watch()

    assert exchange.states(ANA) == [GRADED, GRADED, REFUSED] and exchange.points(ANA) == 3
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    page = exchange.page(third)
    assert "this attempt was not graded" in page and "is kept" in page
    assert f"The next attempt counts from {tomorrow.day} {tomorrow:%B %Y}, 00:00 UTC on." in page
    assert third.is_dir()


def test_refused_attempts_use_up_none(tmp_path):
    exchange = Exchange(tmp_path, "c.Attempts.attempts_a_day = 0\nc.Attempts.pause = 60\n")
    for _ in range(3):
        exchange.submit(ANA, WRONG)
        exchange.watch()
    assert exchange.states(ANA) == [GRADED, REFUSED, REFUSED]
    first = exchange.attempts(ANA)[0]
    hour_ago = datetime.now(UTC) - timedelta(minutes=61)
    note(exchange.course, Submission(ASSIGNMENT, ANA), type(first)(**{**vars(first), "arrived": hour_ago}))

    exchange.submit(ANA, RIGHT)
    exchange.watch()

    assert exchange.points(ANA) == 6


def test_the_page_says_what_is_left(tmp_path):
    exchange = Exchange(tmp_path, "c.Attempts.attempts_a_day = 3\nc.Attempts.pause = 0\n")
    folder = exchange.submit(ANA, WRONG)

    exchange.watch()

    assert "2 attempts left today." in exchange.page(folder)
    fetched = tmp_path / "work" / "feedback" / exchange.attempts(ANA)[0].said
    fetched.mkdir(parents=True)
    (fetched / "problem.html").write_text(exchange.page(folder))
    assert re.fullmatch(
        r"Handed in \d.+ UTC: 0\.0 of 6\.0 points\. 2 attempts left today\.", given_back(tmp_path / "work")
    )


@pytest.mark.parametrize("rule", ["opens = '2999-01-01 08:00'", "closes = '2020-01-01 08:00'"])
def test_before_and_after_the_time_for_attempts_nothing_is_graded(tmp_path, rule):
    exchange = Exchange(tmp_path, f"c.Attempts.{rule}\n")
    folder = exchange.submit(ANA, RIGHT)

    exchange.watch()

    assert exchange.states(ANA) == [REFUSED] and "not graded" in exchange.page(folder)
    assert not (exchange.course / "submitted" / ANA).exists()


def test_only_the_assignments_of_the_settings_are_graded(tmp_path):
    exchange = Exchange(tmp_path, FREE)
    exchange.submit(ANA, RIGHT)
    config = exchange.course / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.Attempts.assignments = ['ps9']\n")

    done = autograder("watch", "--once", cwd=exchange.course)

    assert done.returncode == 1 and "'ps9'" in done.stderr and "Traceback" not in done.stderr
    assert exchange.attempts(ANA) == []


def test_a_penalty_is_taken_off_as_ever(exchange):
    late_since = datetime.now(UTC) - timedelta(hours=30)
    exchange.set_due(late_since.isoformat(" "))
    folder = exchange.submit(ANA, RIGHT)

    exchange.watch()

    assert exchange.attempts(ANA)[0].points == 4.8 and "late" in exchange.page(folder)


def test_the_last_attempt_counts(exchange):
    for answers in (RIGHT, WRONG):
        exchange.submit(ANA, answers)
        exchange.watch()

    assert exchange.points(ANA) == 0


def test_the_best_attempt_counts_where_the_settings_say_so(tmp_path):
    exchange = Exchange(tmp_path, FREE + "c.Attempts.counts = 'best'\n")
    pages = []
    for answers in (HALF, RIGHT, WRONG):
        folder = exchange.submit(ANA, answers)
        exchange.watch()
        pages.append(exchange.page(folder))

    assert [one.points for one in exchange.attempts(ANA)] == [3, 6, 0]
    assert exchange.points(ANA) == 6
    assert [f"Score: {points} / 6.0" in page for points, page in zip(("3.0", "6.0", "0.0"), pages, strict=True)] == [
        True
    ] * 3


@pytest.mark.parametrize(
    "shows, seen, unseen",
    [
        ("sentences", ["ValueError: not yet", "halve any"], []),
        ("exercises", ["halve any", "0.0 / 3.0"], ["ValueError: not yet"]),
        ("points", ["Score: 3.0 / 6.0"], ["ValueError: not yet", "halve any", "halve-any", "0.0 / 3.0"]),
    ],
)
def test_what_is_shown_before_the_due_date_and_after_it(tmp_path, shows, seen, unseen):
    exchange = Exchange(tmp_path, FREE + f"c.Attempts.shows = {shows!r}\n")
    folder = exchange.submit(ANA, HALF)
    exchange.watch()
    page = exchange.page(folder)
    assert [text for text in seen if text not in page] == [] and [text for text in unseen if text in page] == []

    exchange.set_due("2026-03-02 12:00:00 UTC")
    autograder("feedback", cwd=exchange.course)

    written = (exchange.course / "feedback" / ANA / ASSIGNMENT / "problem.html").read_text()
    assert "ValueError: not yet" in written and "halve any" in written


# --- what a cheat gets --------------------------------------------------------------------------------------------


def test_another_students_name_gets_nothing(exchange):
    exchange.submit(BEN, RIGHT, name=ANA, owner=BEN)

    exchange.watch()

    assert exchange.attempts(ANA) == exchange.attempts(BEN) == []
    assert any(f"it belongs to {BEN}" in line for line in exchange.log)


def test_a_link_in_the_place_of_a_hand_in_brings_no_page_into_another_students_place(tmp_path):
    """Ben puts a link to what Ana handed in where his own folder was: it leads to her secret."""
    exchange = Exchange(tmp_path, FREE)
    hers = exchange.submit(ANA, RIGHT)
    exchange.watch()
    before = exchange.page(hers)
    his = exchange.submit(BEN, RIGHT)
    one = look_at(his, ASSIGNMENT)
    his.rename(tmp_path / "away")
    his.symlink_to(exchange.course / "submitted" / ANA / ASSIGNMENT)

    release_refusal(Course(exchange.course), Submission(ASSIGNMENT, BEN), one, "Not now.")

    assert exchange.page(hers) == before


@pytest.mark.parametrize("what", ["a file", "a link", "no time", "nothing in it"])
def test_what_is_written_into_the_exchange_by_hand_costs_nobody_anything(exchange, what):
    name = exchange.inbound / f"{ANA}+{ASSIGNMENT}+{'soon' if what == 'no time' else '2026-03-01 12:00:00 UTC'}+x"
    if what == "a file":
        name.write_text("")
    elif what == "a link":
        name.symlink_to(exchange.course / "source")
    else:
        name.mkdir()
        name.chmod(0o777)
    if what == "nothing in it":
        os.chown(name, pwd.getpwnam(ANA).pw_uid, -1)
    exchange.submit(BEN, RIGHT)

    exchange.watch()

    assert exchange.points(BEN) == 6


@pytest.mark.parametrize("owner", [ANA, "root"])
def test_a_folder_that_is_still_written_waits(exchange, owner):
    """A student's own, or one that root copies for its student."""
    folder = exchange.submit(ANA, RIGHT)
    os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    folder.chmod(0o755)  # nbgrader sets its mode last

    exchange.watch()
    assert exchange.attempts(ANA) == []

    os.chown(folder, pwd.getpwnam(ANA).pw_uid, -1)
    folder.chmod(0o777)
    exchange.watch()
    assert exchange.states(ANA) == [GRADED]


def test_a_damaged_notebook_is_told_and_costs_nobody_anything(exchange):
    folder = exchange.submit(ANA, RIGHT)
    (folder / "problem.ipynb").write_text("{")
    exchange.submit(BEN, RIGHT)

    exchange.watch()

    assert "could not be graded" in exchange.page(folder)
    assert exchange.states(ANA) == [GRADED] and exchange.points(BEN) == 6


def test_too_much_in_a_folder_is_told(tmp_path):
    exchange = Exchange(tmp_path, FREE + "c.CourseDirectory.max_dir_size = 1\n")
    folder = exchange.submit(ANA, RIGHT)

    exchange.watch()

    assert exchange.states(ANA) == [UNREADABLE]
    assert "It cannot be collected: it has more than 0 MB." in exchange.page(folder)


# --- when it is stopped -------------------------------------------------------------------------------------------


def test_what_was_taken_and_not_finished_is_done_after_the_next_start(exchange):
    folder = exchange.submit(ANA, RIGHT)
    exchange.watch()
    (attempt,) = exchange.attempts(ANA)
    note(exchange.course, Submission(ASSIGNMENT, ANA), type(attempt)(**{**vars(attempt), "state": TAKEN}))
    for page in (exchange.root / "course" / "feedback").iterdir():
        page.unlink()

    exchange.watch()

    assert exchange.states(ANA) == [GRADED] and "Score: 6.0 / 6.0" in exchange.page(folder)


def test_a_taken_attempt_whose_folder_is_gone_ends(exchange):
    folder = exchange.submit(ANA, RIGHT)
    exchange.watch()
    (attempt,) = exchange.attempts(ANA)
    note(exchange.course, Submission(ASSIGNMENT, ANA), type(attempt)(**{**vars(attempt), "state": TAKEN}))
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()

    exchange.watch()

    assert exchange.states(ANA) == [UNREADABLE]


def test_a_draft_beside_the_source_stops_that_assignment_and_is_named(exchange):
    source = exchange.course / "source" / ASSIGNMENT
    (source / "draft.ipynb").write_bytes((source / "problem.ipynb").read_bytes())
    exchange.submit(ANA, RIGHT)
    exchange.watch()

    assert any("does not know draft.ipynb" in line for line in exchange.log)
    assert exchange.states(ANA) == [TAKEN]

    (source / "draft.ipynb").unlink()
    exchange.watch()
    assert exchange.states(ANA) == [GRADED]


def test_a_newer_hand_in_takes_the_place_of_one_that_could_not_be_graded(exchange):
    source = exchange.course / "source" / ASSIGNMENT
    (source / "draft.ipynb").write_bytes((source / "problem.ipynb").read_bytes())
    exchange.submit(ANA, WRONG)
    exchange.watch()
    assert exchange.states(ANA) == [TAKEN]
    (source / "draft.ipynb").unlink()
    newer = exchange.submit(ANA, RIGHT)

    exchange.watch()

    assert exchange.states(ANA) == [REPLACED, GRADED] and exchange.points(ANA) == 6 and exchange.page(newer)


def test_a_wrong_setting_does_not_end_the_service(exchange, monkeypatch):
    monkeypatch.setattr(service, "AGAIN", 0)
    watch = service.Watch(exchange.course, (), 1, exchange.log.append)
    config = exchange.course / "nbgrader_config.py"
    right = config.read_text()
    exchange.submit(ANA, RIGHT)
    with watch.makers:
        for broken in ("c.Attempts.pause = 'soon'\n", "c.Attempts.\n"):
            config.write_text(right + broken)
            assert watch._step(once=False)
        config.write_text(right)
        watch.looked = 0
        assert watch._step(once=False)

    assert len([line for line in exchange.log if "nothing can be graded at the moment" in line]) == 2
    assert exchange.points(ANA) == 6


def test_two_services_of_one_course(exchange):
    with locked(lock_file(exchange.course)):
        done = autograder("watch", "--once", cwd=exchange.course)

    assert done.returncode == 1 and "This course is watched already. Next step:" in done.stderr


@pytest.mark.slow
def test_other_commands_may_grade_at_the_same_time(exchange):
    """`autograder grade`, and the command that formgrader's button runs."""
    students = (ANA, BEN, CAI)
    for student in students:
        exchange.submit(student, WRONG)
    exchange.watch()
    others = (["autograder", "grade", "--force"], ["nbgrader", "autograde", "--force"])

    with started(["autograder", "watch"], exchange) as watching:
        wait_until(lambda: "The service runs" in autograder("watch", "--status", cwd=exchange.course).stdout)
        with started([*others[0], ASSIGNMENT], exchange) as one, started([*others[1], ASSIGNMENT], exchange) as other:
            newest = [exchange.submit(student, RIGHT) for student in students]
            said = [command.communicate(timeout=120)[0] for command in (one, other)]
        wait_until(lambda: all(exchange.page_of(folder).exists() for folder in newest))
        wait_until(lambda: all(exchange.states(student) == [GRADED, GRADED] for student in students))
        watching.terminate()
        said.append(watching.communicate(timeout=60)[0])

    assert [exchange.points(student) for student in students] == [6, 6, 6], "\n\n".join(said)
    assert (one.returncode, other.returncode) == (0, 0), "\n\n".join(said)


@contextmanager
def started(command: list[str], exchange: Exchange) -> Iterator[subprocess.Popen]:
    """A command of a Python module that runs beside others."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=exchange.course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until(over: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not over():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_the_status_says_what_came(exchange):
    assert "The service does not run." in autograder("watch", "--status", cwd=exchange.course).stdout
    for student, answers in ((ANA, HALF), (BEN, RIGHT), (CAI, HALF)):
        exchange.submit(student, answers)
    exchange.watch()

    said = autograder("watch", "--status", cwd=exchange.course).stdout

    assert f"{ASSIGNMENT}: 3 attempts of 3 students graded, 3 in the last 24 hours." in said
    assert f"{ASSIGNMENT}: most attempts fail at halve-any (2 of 3)." in said


def test_the_class_report_says_how_many_attempts_there_were_and_where_most_fail(exchange):
    for student, answers in ((ANA, HALF), (BEN, RIGHT), (CAI, HALF)):
        exchange.submit(student, answers)
    exchange.watch()

    autograder("report", cwd=exchange.course)

    page = (exchange.course / "report" / "index.html").read_text()
    assert "<code>halve-any</code> (2 of 3)" in page
    assert f"How many attempts came on each day. {ASSIGNMENT}: 3 attempts, most on" in page


def test_a_damaged_file_of_attempts_loses_no_grade(exchange):
    exchange.submit(ANA, RIGHT)
    exchange.watch()
    path = exchange.course / ".autograder" / ASSIGNMENT / f"{ANA}.attempts"
    path.write_text("{")

    exchange.watch()

    assert exchange.points(ANA) == 6
    assert [one.state for one in read_attempts(exchange.course, Submission(ASSIGNMENT, ANA))] == [GRADED]


def test_a_hand_in_that_comes_while_accounts_are_away_is_taken_when_they_are_back(exchange, monkeypatch):
    """A directory server that does not answer for a moment says that there is no such account."""
    folder, seen, told = exchange.submit(ANA, RIGHT), set(), set()

    def away(number):
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", away)
    for _ in range(2):
        inbox = Inbox(Course(exchange.course), seen, told, exchange.log.append)
        assert not list(inbox.arrivals([ASSIGNMENT]))
        assert not list(inbox.arrivals([ASSIGNMENT]))
    monkeypatch.undo()
    inbox = Inbox(Course(exchange.course), seen, told, exchange.log.append)

    ((_, one, _),) = inbox.arrivals([ASSIGNMENT])

    assert one.folder == folder
    assert [line for line in exchange.log if "not collected" in line] == [
        f"not collected: {folder.name}: its owner has no account"
    ]
    assert not list(inbox.arrivals([ASSIGNMENT]))
