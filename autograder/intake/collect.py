"""Collecting from an exchange folder in which students write: everybody hands in their own, and no link is followed.

nbgrader's own collects what somebody handed in under another's name, and only warns; it copies what a link points to
with the instructor's rights; and the first folder that it cannot read ends it for the whole class.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import check_mode, parse_utc

from autograder.course.files import read_file, shown
from autograder.intake.submission import LONGEST_TIME, MOST_FILES, TIMESTAMP, read_timestamp

SECRET = "submission_secret.txt"  #: nbgrader's: who has it finds the feedback
LONGEST_SECRET = 1000  #: bytes
DEEPEST = 20  #: folders in folders
PATIENCE = timedelta(minutes=10)  #: from the time that a submission names to the last change of its files


class Refused(Exception):
    """Why a folder of the exchange is not collected."""


@dataclass(frozen=True)
class HandIn:
    """A folder that a student put into the exchange."""

    folder: Path
    student: str
    owner: int  #: the number of the student's account
    said: str  #: when it was handed in, as the folder's name says
    time: datetime  #: the same


class CollectOwn(ExchangeCollect):
    """nbgrader's, for a machine where every student has an account; named in `c.ExchangeFactory.collect`."""

    def init_src(self) -> None:
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        inbound = Path(self.root, self.coursedir.course_id, "inbound")
        if not check_mode(str(inbound), read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {inbound}")
        until = self._due_date() if self.before_duedate else None
        of_student: dict[str, list[HandIn]] = {}
        for folder in sorted(inbound.glob(f"*+{self.coursedir.assignment_id}+*")):
            try:
                one = look_at(folder, self.coursedir.assignment_id)
            except Refused as why:
                self._refuse(folder, why)
                continue
            if self.coursedir.student_id in ("", "*", one.student):
                of_student.setdefault(one.student, []).append(one)
        self.src_records = [choose(handed_in, until) for handed_in in of_student.values()]

    def copy_files(self) -> None:
        for one in self.src_records:
            target = Path(self.coursedir.format_path(
                self.coursedir.submitted_directory, one.student, self.coursedir.assignment_id
            ))  # fmt: skip
            before = time_in(target)
            if target.is_dir() and not (self.before_duedate and before != one.time):
                if not self.update:
                    self.log.info(f"Submission already exists, use --update to update: {one.student}")
                    continue
                if before is not None and one.time <= before:
                    self.log.info(f"No newer submission to collect: {one.student}")
                    continue
            try:
                self.collect_one(one)
            except (Refused, OSError) as why:
                self._refuse(one.folder, why)

    def collect_one(self, one: HandIn) -> None:
        """Put one submission where the course has it: all of it, or nothing. Raises Refused or OSError."""
        target = Path(self.coursedir.format_path(
            self.coursedir.submitted_directory, one.student, self.coursedir.assignment_id
        ))  # fmt: skip
        new, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
        for left in (new, old):  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        try:
            changed = copy_own(one, new, most=1000 * self.coursedir.max_dir_size, ignore=self.coursedir.ignore)
            if changed - one.time.timestamp() > PATIENCE.total_seconds():
                late = f"{datetime.fromtimestamp(changed, UTC):%Y-%m-%d %H:%M:%S} UTC"
                self.log.warning(f"{one.student} says that it was handed in at {one.said}, and changed it at {late}.")
            write_marks(new, one.said)
            if target.is_dir():  # moved away first: whoever grades meanwhile hardly ever finds none
                target.rename(old)
            new.rename(target)
            self.log.info(f"Collected: {one.student} {self.coursedir.assignment_id}")
        finally:
            for left in (new, old):
                shutil.rmtree(left, ignore_errors=True)

    def _due_date(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    def _refuse(self, folder: Path, why: Exception) -> None:
        self.log.error(f"Not collected: {shown(folder.name)}: {shown(str(why))}")


def look_at(folder: Path, assignment: str) -> HandIn:
    """What the folder's name and its owner say. Raises Refused unless they agree."""
    try:
        there = folder.lstat()
        account = pwd.getpwuid(there.st_uid).pw_name
    except (OSError, KeyError):
        raise Refused("its owner has no account") from None
    if not stat.S_ISDIR(there.st_mode):
        raise Refused("it is no folder")
    mine = f"{account}+{assignment}+"
    if not folder.name.startswith(mine):
        raise Refused(f"it belongs to {account}, and its name says that it is somebody else's")
    said = folder.name.removeprefix(mine).partition("+")[0]
    try:
        time = parse_utc(said[:LONGEST_TIME])
    except (ValueError, OverflowError):
        raise Refused("its name has no time that can be read") from None
    return HandIn(folder, account, there.st_uid, said, time)


def choose(handed_in: Iterable[HandIn], until: datetime | None) -> HandIn:
    """The newest, among those in time when there is one; as nbgrader does."""
    by_time = sorted(handed_in, key=lambda one: one.time)
    in_time = [one for one in by_time if until is None or one.time <= until]
    return (in_time or by_time)[-1]


def copy_own(one: HandIn, target: Path, most: int, ignore: Iterable[str]) -> float:
    """Copy the student's own regular files and nothing else; returns when the last of them was changed.

    The student may change the folder meanwhile: what is opened is looked at, not what its path said before.
    most: bytes altogether
    """
    changed, left = 0.0, most
    for path, file in own_files(one, ignore):
        content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Refused(f"it has more than {most / 1e6:,.0f} MB")
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
        changed = max(changed, os.fstat(file.fileno()).st_ctime)
    return changed


def time_in(target: Path) -> datetime | None:
    """When what lies in the course was handed in; None when nothing says so. A person may have put anything there."""
    try:
        return read_timestamp(read_file(target / TIMESTAMP))[0]
    except OSError:
        return None


def secret_of(one: HandIn) -> str:
    """The secret that the student wrote, by which its pages are found; "" without one that can be taken.

    Not by its path: a student could put a link to another one's folder there, and get pages released in their place.
    """
    try:
        for path, file in own_files(one, ()):
            if path == Path(SECRET):
                content = file.read(LONGEST_SECRET + 1)
                return content.decode("ascii") if content.isalnum() and len(content) <= LONGEST_SECRET else ""
    except (Refused, OSError, ValueError):
        pass
    return ""


def own_files(one: HandIn, ignore: Iterable[str]) -> Iterator[tuple[Path, BinaryIO]]:
    """The regular files that belong to the student, by relative path, each open. Raises Refused or OSError."""
    left = MOST_FILES
    top = os.open(one.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if os.fstat(top).st_uid != one.owner:
            raise Refused("it was another folder a moment ago")
        for inside, folders, names, here in os.fwalk(".", dir_fd=top, follow_symlinks=False):
            left -= len(folders) + len(names)
            if left < 0:
                raise Refused(f"it has more than {MOST_FILES:,} files and folders")
            if inside.count("/") > DEEPEST:
                raise Refused(f"it has folders more than {DEEPEST} levels deep")
            folders[:] = [name for name in folders if not is_ignored(name, ignore)]
            for name in names:
                if is_ignored(name, ignore):
                    continue
                with opened(name, here) as file:
                    if file is not None and os.fstat(file.fileno()).st_uid == one.owner:
                        yield Path(inside, name), file
    finally:
        os.close(top)


@contextlib.contextmanager
def opened(name: str, folder: int) -> Iterator[BinaryIO | None]:
    """A regular file, open; None for a link, a pipe and everything else."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        yield None
        return
    with open(descriptor, "rb") as file:
        yield file if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """As nbgrader's collecting does."""
    return any(fnmatch(name, pattern) for pattern in patterns)


def write_marks(folder: Path, said: str) -> None:
    """The time of the folder's name, and a secret that nbgrader can read: it stops at a class without one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TIMESTAMP).write_text(said, encoding="utf-8")
    secret = folder / SECRET
    content = secret.read_bytes() if secret.is_file() else b""
    if not content.isalnum() or len(content) > LONGEST_SECRET:
        shutil.rmtree(secret, ignore_errors=True)
        secret.write_text(secrets.token_hex(64), encoding="utf-8")
