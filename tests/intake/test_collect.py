"""What students put into the exchange: their own is collected, whatever somebody else put there beside it."""

from __future__ import annotations

import os
import pwd
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.intake import collect
from autograder.intake.collect import CollectOwn

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files of other accounts")

ANA, BEN, TEACHER = "daemon", "bin", "root"  #: accounts of every Debian
UNIT, EARLY, LATE = "ps1", "2026-03-01 10:00:00.000000 UTC", "2026-03-02 10:00:00.000000 UTC"
SECRET = "the instructor's solution"


@pytest.fixture
def inbound(tmp_path) -> Path:
    folder = tmp_path / "exchange" / "course" / "inbound"
    folder.mkdir(parents=True)
    (tmp_path / "solution.py").write_text(SECRET)
    return folder


def hand_in(inbound: Path, owner: str, name: str | None = None, time: str = EARLY, **files: str) -> Path:
    folder = inbound / f"{name or owner}+{UNIT}+{time}+random"
    folder.mkdir()
    for file, content in (files or {"a.ipynb": "{}", "submission_secret.txt": "abc"}).items():
        (folder / file).write_text(content)
    give(folder, owner)
    return folder


def give(folder: Path, owner: str) -> None:
    number = pwd.getpwnam(owner).pw_uid
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, number, -1, follow_symlinks=False)


def collected(inbound: Path, **settings) -> dict[str, str]:
    """Collect; returns what then lies in submitted/, by path, without the marks that nbgrader needs."""
    course = inbound.parents[2]
    config = Config(Exchange={"root": str(course / "exchange")}, ExchangeCollect=settings)
    config.CourseDirectory = Config(root=str(course), course_id="course", assignment_id=UNIT)
    config.CourseDirectory.db_url = f"sqlite:///{course / 'gradebook.db'}"
    os.chmod(course / "exchange", 0o777)
    CollectOwn(coursedir=CourseDirectory(config=config), config=config).start()
    found = (course / "submitted").rglob("*")
    marks = (collect.TIMESTAMP, collect.SECRET)
    return {
        str(path.relative_to(course / "submitted")): path.read_text()
        for path in found
        if path.is_file() and path.name not in marks
    }


def test_each_students_newest_is_collected(inbound):
    hand_in(inbound, ANA, time=EARLY, answer="old")
    hand_in(inbound, ANA, time=LATE, answer="new")
    hand_in(inbound, BEN, answer="ben's")

    assert collected(inbound) == {f"{ANA}/{UNIT}/answer": "new", f"{BEN}/{UNIT}/answer": "ben's"}


def test_what_somebody_hands_in_under_another_name_does_not_take_its_place(inbound):
    hand_in(inbound, ANA, answer="ana's")
    hand_in(inbound, BEN, name=ANA, time=LATE, answer="ben's")

    assert collected(inbound) == {f"{ANA}/{UNIT}/answer": "ana's"}


@pytest.mark.parametrize("target", ["solution.py", "."])
def test_a_link_does_not_bring_what_the_instructor_may_read(inbound, target):
    folder = hand_in(inbound, BEN, answer="ben's")
    (folder / "link").symlink_to(inbound.parents[2] / target)
    give(folder, BEN)

    assert collected(inbound) == {f"{BEN}/{UNIT}/answer": "ben's"}


def test_a_second_name_of_somebody_elses_file_brings_nothing(inbound):
    folder = hand_in(inbound, BEN, answer="ben's")
    os.link(inbound.parents[2] / "solution.py", folder / "solution.py")

    assert collected(inbound) == {f"{BEN}/{UNIT}/answer": "ben's"}


def test_a_folder_that_is_a_link_to_the_source_is_not_collected(inbound):
    (inbound / f"{TEACHER}+{UNIT}+{EARLY}+x").symlink_to(inbound.parents[2])
    (inbound / f"{BEN}+{UNIT}+{EARLY}+x").symlink_to(inbound.parents[2])
    hand_in(inbound, ANA, answer="ana's")

    assert collected(inbound) == {f"{ANA}/{UNIT}/answer": "ana's"}


def a_name_without_a_time(folder: Path) -> None:
    folder.rename(folder.with_name(f"{BEN}+{UNIT}+sometime+x"))


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def folders_without_end(folder: Path) -> None:
    (folder / ("d/" * 200)).mkdir(parents=True)


def a_large_file(folder: Path) -> None:
    with open(folder / "large", "wb") as file:
        file.truncate(1 << 40)


def marks_that_are_folders(folder: Path) -> None:
    (folder / collect.TIMESTAMP).mkdir()
    (folder / collect.SECRET).unlink()
    (folder / collect.SECRET).mkdir()


@pytest.mark.parametrize(
    "spoil", [a_name_without_a_time, a_pipe, folders_without_end, a_large_file, marks_that_are_folders]
)
def test_nobody_keeps_the_others_from_being_collected(inbound, spoil):
    folder = hand_in(inbound, BEN)
    spoil(folder)
    for changed in inbound.glob(f"{BEN}+*"):
        give(changed, BEN)
    hand_in(inbound, ANA, answer="ana's")

    assert collected(inbound)[f"{ANA}/{UNIT}/answer"] == "ana's"


def test_what_was_collected_stays_when_the_next_one_cannot_be(inbound):
    hand_in(inbound, BEN, answer="first")
    collected(inbound)
    second = hand_in(inbound, BEN, time=LATE, answer="second")
    a_large_file(second)
    give(second, BEN)

    assert collected(inbound, update=True) == {f"{BEN}/{UNIT}/answer": "first"}


def test_a_newer_one_is_collected_with_update_and_not_without(inbound):
    hand_in(inbound, BEN, answer="first")
    collected(inbound)
    hand_in(inbound, BEN, time=LATE, answer="second")

    assert collected(inbound) == {f"{BEN}/{UNIT}/answer": "first"}
    assert collected(inbound, update=True) == {f"{BEN}/{UNIT}/answer": "second"}


def test_feedback_of_a_submission_without_a_secret_can_still_be_released(inbound):
    hand_in(inbound, BEN, answer="ben's")
    collected(inbound)

    marked = inbound.parents[2] / "submitted" / BEN / UNIT
    assert (marked / collect.SECRET).read_text().isalnum()
    assert (marked / collect.TIMESTAMP).read_text() == EARLY


def test_a_time_that_a_person_wrote_in_the_course_stops_nobodys_collecting(inbound):
    hand_in(inbound, ANA)
    hand_in(inbound, BEN)
    there = inbound.parents[2] / "submitted" / ANA / UNIT
    there.mkdir(parents=True)
    (there / collect.TIMESTAMP).write_text("last Sunday, in time")

    assert f"{BEN}/{UNIT}/a.ipynb" in collected(inbound, update=True)


def test_when_files_were_changed_is_said_in_the_zone_of_the_time_that_their_folder_names(inbound, caplog, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    hand_in(inbound, ANA)
    with caplog.at_level("WARNING"):
        collected(inbound)
    monkeypatch.undo()
    time.tzset()

    (said,) = [one.getMessage() for one in caplog.records if "changed it at" in one.getMessage()]
    changed = datetime.strptime(said.partition("changed it at ")[2], "%Y-%m-%d %H:%M:%S UTC.")
    assert abs(datetime.now(UTC).replace(tzinfo=None) - changed) < timedelta(minutes=5)
