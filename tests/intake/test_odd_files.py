"""Odd files beside a notebook touch that submission alone: they are named, and the others keep their points."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.files import list_folder
from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.intake.submission import files_beside, read_submission, read_timestamp
from autograder.record.outcomes import Outcome
from autograder.report.table import read_table
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course


def undecodable_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/r\xe9sum\xe9.txt")).write_text("me")


def long_path(folder: Path) -> None:
    (folder.joinpath(*["x" * 200] * 6)).mkdir(parents=True)
    (folder.joinpath(*["x" * 200] * 6) / "deep.txt").write_text("deep")


def link(folder: Path) -> None:
    (folder / "passwords.txt").symlink_to("/etc/passwd")


def link_to_a_folder(folder: Path) -> None:
    (folder / "all").symlink_to("/etc")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def words_for_a_time(folder: Path) -> None:
    (folder / "timestamp.txt").write_text("submitted on Tuesday, I think")


def epoch(folder: Path) -> None:
    (folder / "timestamp.txt").write_text("1772366400")


def noise_for_a_time(folder: Path) -> None:
    (folder / "timestamp.txt").write_bytes(b"\xff\x00\x80\x81")


def name_that_forges_a_line(folder: Path) -> None:
    (folder / "a\nnot graded: aa ").mkdir()
    (folder / "a\nnot graded: aa " / " ps1: \x1b[2J").symlink_to("x")


def byte_order_mark(folder: Path) -> None:
    (folder / "problem.ipynb").write_bytes(b"\xef\xbb\xbf" + (folder / "problem.ipynb").read_bytes())


def twenty_thousand_folders(folder: Path) -> None:
    for number in range(20_000):
        (folder / f"{number}").mkdir()


def without_a_version(folder: Path) -> None:
    text = (folder / "problem.ipynb").read_text(encoding="utf-8")
    (folder / "problem.ipynb").write_text(text.replace('"nbformat": 4,', ""), encoding="utf-8")


def four_thousand_files(folder: Path) -> None:
    for number in range(4000):
        (folder / f"{number}.txt").write_text("x")


def too_much(folder: Path) -> None:
    os.truncate(os.open(folder / "data.bin", os.O_CREAT | os.O_WRONLY), 600 << 20)


def notebook_is_a_link(folder: Path) -> None:
    shutil.move(folder / "problem.ipynb", folder / "other.ipynb")
    (folder / "problem.ipynb").symlink_to("other.ipynb")


def notebook_is_a_folder(folder: Path) -> None:
    (folder / "problem.ipynb").unlink()
    (folder / "problem.ipynb").mkdir()


def file_for_a_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("my answers")


#: what the run says of it, "" for nothing; all have right answers
GRADED = {
    undecodable_name: "r\\xe9sum\\xe9.txt was left out: its name is not UTF-8.",
    long_path: "its path has more than 1000 bytes",
    link: "passwords.txt was left out: it is a link.",
    link_to_a_folder: "all was left out: it is a link.",
    pipe: "pipe was left out: it is no regular file.",
    words_for_a_time: "timestamp.txt holds no time",
    epoch: "timestamp.txt holds no time",
    noise_for_a_time: "timestamp.txt holds no time",
    name_that_forges_a_line: "a\\nnot graded: aa / ps1: \\x1b[2J was left out: it is a link.",
    byte_order_mark: "",
    without_a_version: "",
    four_thousand_files: "",
}
NOT_GRADED = {
    too_much: "The files beside the notebook have 629 MB; 268 is the most.",
    twenty_thousand_folders: "The submission has more than 10,000 files and folders.",
    notebook_is_a_link: "problem.ipynb is not read: it is a link.",
    notebook_is_a_folder: "The submission has no file named problem.ipynb.",
    file_for_a_folder: "The submission has no file named problem.ipynb.",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> tuple[Path, dict[str, Outcome]]:
    """One student with right answers for every oddity, between two without any."""
    course = make_course(tmp_path_factory.mktemp("odd") / "course")
    for student in ("aa", "zz"):
        hand_in(course, student, RIGHT)
    for make in (*GRADED, *NOT_GRADED):
        make(hand_in(course, make.__name__, RIGHT).parent)
    outcomes = grade(Course(course), [ASSIGNMENT], workers=2)
    return course, {outcome.student: outcome for outcome in outcomes}


def points(course: Path) -> dict[str, float]:
    scores = read_table(Course(course), [ASSIGNMENT]).scores
    return {student: by_assignment[ASSIGNMENT].points for student, by_assignment in scores.items()}


@pytest.mark.slow
@pytest.mark.parametrize("make", GRADED, ids=lambda make: make.__name__)
def test_right_answers_beside_an_odd_file_get_their_points(make: Callable, graded):
    course, outcomes = graded
    assert points(course)[make.__name__] == 6
    assert outcomes[make.__name__].problem == ""
    notes = " ".join(outcomes[make.__name__].notes)
    assert GRADED[make] in notes and bool(notes) == bool(GRADED[make])


@pytest.mark.slow
@pytest.mark.parametrize("make", NOT_GRADED, ids=lambda make: make.__name__)
def test_what_cannot_be_graded_says_why(make: Callable, graded):
    course, outcomes = graded
    assert points(course)[make.__name__] == 0
    assert NOT_GRADED[make] in outcomes[make.__name__].problem


@pytest.mark.slow
def test_the_others_keep_their_points_and_no_link_is_followed(graded):
    course, outcomes = graded
    assert {student: points(course)[student] for student in ("aa", "zz")} == {"aa": 6, "zz": 6}
    assert outcomes["aa"].notes == outcomes["zz"].notes == ()
    assert not (course / "autograded" / "link" / ASSIGNMENT / "passwords.txt").exists()
    assert len(list((course / "autograded" / "four_thousand_files" / ASSIGNMENT).glob("*.txt"))) == 4001


@pytest.mark.slow
def test_an_assignment_may_be_called_what_nbgrader_allows(tmp_path):
    course = make_course(tmp_path / "course")
    hand_in(course, "aa", RIGHT)
    name = "ps1 (extra)"
    shutil.copytree(course / "source" / ASSIGNMENT, course / "source" / name)
    nbgrader("generate_assignment", name, "--create", cwd=course)
    shutil.copytree(course / "submitted" / "aa" / ASSIGNMENT, course / "submitted" / "aa" / name)

    outcomes = grade(Course(course), [name], workers=1)

    assert [outcome.problem for outcome in outcomes] == [""]
    assert read_table(Course(course), [name]).scores["aa"][name].points == 6
    assert [outcome.skipped for outcome in grade(Course(course), [name], workers=1)] == [True]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"2026-03-01 12:00:00 UTC", "2026-03-01 12:00:00"),
        (b"2026-03-01 12:00:00 +0100\n", "2026-03-01 12:00:00"),
        ("\ufeff2026-03-01 12:00:00 UTC".encode(), "2026-03-01 12:00:00"),
        ("2026-03-01 12:00:00 UTC".encode("utf-16"), "2026-03-01 12:00:00"),
        (b"", "None"),
        (None, "None"),
    ],
)
def test_a_time_is_read_in_the_forms_that_programs_write(content, found):
    timestamp, notes = read_timestamp(content)
    assert str(timestamp) == found or (found.startswith("2026") and str(timestamp).startswith("2026-03-01"))
    assert notes == ()


NO_TIMES = [b"on Tuesday, I think", b"1772366400", b"\xff\xfe\x00", b"\x80", b"9" * 5000, b"9" * 6_000_000]


@pytest.mark.parametrize("content", NO_TIMES, ids=lambda content: repr(content[:20]))
def test_whatever_else_stands_there_is_no_time_and_no_error(content):
    timestamp, notes = read_timestamp(content)
    assert timestamp is None
    assert len(notes) == 1


def test_ignored_names_are_left_out_silently_and_a_dot_protects_from_a_star(tmp_path):
    for name in ("a.pyc", ".b.pyc", "c.txt", "__pycache__/d.txt", "kept/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    listing = list_folder(tmp_path, ["*.pyc", "__pycache__"])

    assert sorted(listing.sizes) == [".b.pyc", "c.txt", "kept/e.txt"]
    assert listing.left_out == {}


def test_too_much_is_named_before_it_is_read(tmp_path):
    (tmp_path / "problem.ipynb").write_text("{}")
    too_much(tmp_path)

    handed_in = read_submission(tmp_path, ["problem"], [], most=1 << 20)

    assert handed_in.notebooks == handed_in.files == {}
    assert "629 MB; 1 is the most" in handed_in.problems["problem"]


@pytest.mark.parametrize(
    "path", ["scenes/__init__.py", "scenes/__init__.so", "scenes.so", "scenes.cpython-311-x.so", "scenes.py"]
)
def test_no_file_of_a_submission_hides_a_module_of_the_course(path):
    kept = {"scenes.pth": b"", "scenes/data.csv": b"", "other/__init__.py": b"", "other.so": b"", "scenes.py.txt": b""}

    files = files_beside({"scenes.py": b"given"}, kept | {path: b"own"})

    assert (files.given, files.handed_in) == ({"scenes.py": b"given"}, kept)
