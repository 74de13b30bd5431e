"""500 students hand in within a minute, many of them twice, with 20 stoppers; and the service is killed meanwhile.

make deadline        as root: the students' accounts exist in a mount namespace of these tests alone
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from autograder.course.folder import Course, Submission
from autograder.record.attempts import GRADED, REPLACED, read_attempts
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content
from tests.stoppers.code import CODE
from tests.stoppers.pages import PAGES
from tests.watch.small_exchange import Exchange

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes accounts")
HONEST, TWICE, MINUTE = [f"s{number:04d}" for number in range(500)], 150, 60.0
KILLS = 20
FIRST_NUMBER = 30_000  #: of the accounts
SETTINGS = """\
c.Attempts.attempts_a_day = 0
c.Attempts.pause = 0
c.SealedExecute.cell_timeout = 20
c.SealedExecute.cell_cpu = 20
c.SealedExecute.memory = 512
c.SealedExecute.scratch = 16
c.FeedbackPages.page_seconds = 30
"""
COMMAND = [sys.executable, "-m", "autograder", "watch"]
NIGHT = 3_000  #: seconds after which a test gives up
#: what takes time or memory while it is graded, or while its page is made; `make stoppers` tries files and links
SPOILED = [*CODE, *PAGES][:: max(1, len([*CODE, *PAGES]) // 20)][:20]


@pytest.fixture(scope="module")
def accounts(tmp_path_factory) -> Iterator[None]:
    """The students' accounts, in a file that only this mount namespace sees in the place of /etc/passwd."""
    if os.readlink("/proc/self/ns/mnt") == os.readlink(f"/proc/{os.getppid()}/ns/mnt"):
        pytest.skip("accounts are made in a mount namespace. Next step: make deadline")
    names = [*HONEST, *(stopper.name for stopper in SPOILED)]
    lines = [f"{name}:x:{FIRST_NUMBER + number}:65534::/nonexistent:/bin/false\n" for number, name in enumerate(names)]
    passwd = tmp_path_factory.mktemp("accounts") / "passwd"
    passwd.write_text(Path("/etc/passwd").read_text() + "".join(lines))
    subprocess.run(["mount", "--bind", passwd, "/etc/passwd"], check=True)
    yield
    subprocess.run(["umount", "/etc/passwd"], check=True)


@dataclass
class Night:
    """What was handed in, and how the service fares."""

    exchange: Exchange
    newest: dict[str, Path] = field(default_factory=dict)  #: by student
    submitted: dict[str, float] = field(default_factory=dict)  #: when the newest was, by student
    most_memory: float = 0.0  #: MB of the service and all that it started

    def hand_in(self, student: str, spoil: Callable[[Path], None] | None = None) -> None:
        number = int(student[1:]) if spoil is None else 0
        answers = RIGHT if number % 3 else WRONG
        more = {"spoil": spoil} if spoil else {}
        self.newest[student] = self.exchange.submit(student, answers, **more)
        self.submitted[student] = time.time()

    def all_in(self, seconds: float, service: subprocess.Popen | None) -> None:
        """Everybody hands in, spread over so many seconds; some of them twice."""
        draw = random.Random(4)
        when = [(draw.uniform(0, seconds), student, None) for student in HONEST]
        when += [(draw.uniform(0, seconds), student, None) for student in draw.sample(HONEST, TWICE)]
        when += [(draw.uniform(0, seconds), one.name, one.spoil) for one in SPOILED]
        started = time.monotonic()
        for moment, student, spoil in sorted(when, key=lambda one: one[0]):
            while time.monotonic() - started < moment:
                self.look(service)
                time.sleep(0.05)
            self.hand_in(student, spoil)

    def look(self, service: subprocess.Popen | None) -> None:
        """How much memory does the service take at this moment?"""
        if service is not None and service.poll() is None:
            with contextlib.suppress(psutil.Error):
                family = [psutil.Process(service.pid), *psutil.Process(service.pid).children(recursive=True)]
                used = 0
                for process in family:
                    with contextlib.suppress(psutil.Error):
                        used += process.memory_full_info().pss
                self.most_memory = max(self.most_memory, used / 1e6)

    def is_over(self) -> bool:
        return all(self.exchange.page_of(folder).exists() for folder in self.newest.values())

    def waits(self) -> dict[str, float]:
        """Seconds from a student's newest hand-in to its page."""
        pages = {student: self.exchange.page_of(folder) for student, folder in self.newest.items()}
        return {student: page.stat().st_mtime - self.submitted[student] for student, page in pages.items()}


@contextmanager
def service(night: Night) -> Iterator[subprocess.Popen]:
    """The service, in a process group of its own, until the block ends."""
    with open(night.exchange.course / "watch.log", "a") as log:
        process = subprocess.Popen(COMMAND, cwd=night.exchange.course, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def wait_until(over: Callable[[], bool], look: Callable[[], None] = lambda: None) -> None:
    end = time.monotonic() + NIGHT
    while not over():
        assert time.monotonic() < end, "not all are graded"
        look()
        time.sleep(0.5)


@pytest.fixture(scope="module")
def night(accounts, tmp_path_factory) -> Night:
    """A night that nothing disturbs."""
    made = Night(Exchange(tmp_path_factory.mktemp("night"), SETTINGS))
    with service(made) as process:
        started = time.time()
        made.all_in(MINUTE, process)
        wait_until(made.is_over, lambda: made.look(process))
    waits = made.waits()
    honest = [waits[student] for student in HONEST]
    last = max(waits[student] + made.submitted[student] for student in waits) - started
    print(
        f"\n{len(made.newest)} students, {len(SPOILED)} of them stoppers, handed in within {MINUTE:.0f} s; "
        f"the last page came {last:.0f} s after the first moment.\n"
        f"An honest student waited {statistics.median(honest):.1f} s in the median, {max(honest):.1f} s at most.\n"
        f"The service and all that it started took {made.most_memory:.0f} MB at most."
    )
    return made


def test_everybody_has_the_points_of_the_newest_hand_in(night):
    for number, student in enumerate(HONEST):
        attempts = read_attempts(night.exchange.course, Submission(ASSIGNMENT, student))
        newest = next(one for one in attempts if one.folder == night.newest[student].name)
        assert (newest.state, newest.points) == (GRADED, 6 if number % 3 else 0)
        assert {one.state for one in attempts} <= {GRADED, REPLACED}


def test_every_stopper_has_a_page(night):
    assert [one.name for one in SPOILED if not night.exchange.page_of(night.newest[one.name]).exists()] == []


def test_killed_at_twenty_moments_it_ends_with_the_gradebook_of_an_undisturbed_night(night, tmp_path):
    """The same hand-ins lie in the exchange; whatever runs is killed, and the service started again."""
    course = shutil.copytree(night.exchange.course, tmp_path / "course", symlinks=True)
    for made in ("submitted", "autograded", "feedback", ".autograder", "exchange/course/feedback"):
        shutil.rmtree(course / made)
    subprocess.run(["cp", "-a", f"{night.exchange.inbound}/.", course / "exchange/course/inbound"], check=True)
    remove_grades(course)
    again, draw = Night(Exchange.at(course, night.exchange)), random.Random(5)
    again.newest = night.newest
    for _ in range(KILLS):
        process = subprocess.Popen(COMMAND, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(1, 12))
        below = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        _, alive = psutil.wait_procs(below, timeout=60)
        assert not alive, [one.cmdline() for one in alive]

    with service(again):
        wait_until(again.is_over)

    assert gradebook_content(course) == gradebook_content(night.exchange.course)


def remove_grades(course: Path) -> None:
    """Everything that the gradebook knows of submissions."""
    with Course(course).gradebook() as gradebook:
        for student in list(gradebook.students):
            gradebook.remove_student(student.id)
