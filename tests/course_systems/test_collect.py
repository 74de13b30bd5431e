"""Collecting takes each student's own newest files, loses nothing, and is stopped by nobody's file."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.course_systems import archive
from autograder.course_systems.collect import Report
from autograder.course_systems.packed import open_packed
from autograder.course_systems.show import collect_lines
from tests.commands import autograder, nbgrader
from tests.course_systems.made_up import (
    CLASS,
    NOTEBOOK,
    answered,
    canvas_name,
    gradebook_rows,
    link_entry,
    moodle_name,
    worksheet_rows,
    write_csv,
    write_zip,
)
from tests.small_course import ASSIGNMENT, DUE, RIGHT, WRONG, make_course

pytestmark = pytest.mark.slow  # each runs nbgrader's collecting
ADA, ZOE, JO1, JO2, LOU = CLASS
PEOPLE = [(11, "Ada Lovelace", "ada"), (12, "Dr. Zoë von M.", "zoe"), (13, "Jo Smith", "jo1"), (14, "Jo Smith", "jo2")]


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A course whose students Canvas and Moodle know."""
    world = tmp_path_factory.mktemp("world")
    course = make_course(world / "course")
    done = autograder("roster", "canvas", str(write_csv(world / "canvas.csv", gradebook_rows())), "--add", cwd=course)
    assert done.returncode == 0, done.stderr
    rows = worksheet_rows([(number, name, f"{id}@x.org") for number, name, id in PEOPLE])
    for row in rows[1:]:
        row[2] = ""  # a course knows one course system's ids
    with Course(course).gradebook() as gradebook:
        for _, _, id in PEOPLE:
            gradebook.find_student(id).email = f"{id}@x.org"
        gradebook.db.commit()
    done = autograder("roster", "moodle", str(write_csv(world / "moodle.csv", rows)), ASSIGNMENT, cwd=course)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def course(released, tmp_path) -> Path:
    return shutil.copytree(released, tmp_path / "course")


@pytest.fixture
def right(released) -> bytes:
    return answered(released, RIGHT)


@pytest.fixture
def wrong(released) -> bytes:
    return answered(released, WRONG)


def collect(course: Path, files: dict[str, bytes], system: str = "canvas", when: tuple = (2026, 3, 1, 12, 0, 0)) -> str:
    """Collect a zip; returns what was said."""
    done = autograder("collect", system, str(write_zip(course.parent / "all.zip", files, when)), ASSIGNMENT, cwd=course)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert not (course / "downloaded" / ASSIGNMENT / "collecting").exists()
    return done.stdout


def files_of(course: Path, student: str) -> dict[str, bytes]:
    folder = course / "submitted" / student / ASSIGNMENT
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_canvas_files_go_to_whose_id_they_carry(course, right, wrong):
    files = {
        canvas_name(*ADA[:2], 901): right,
        canvas_name(*ZOE[:2], 902, "problem-2.ipynb"): wrong,
        canvas_name(*ZOE[:2], 903, "my data.csv"): b"1,2",
        canvas_name(*JO1[:2], 904): right,
        canvas_name(*JO2[:2], 905): wrong,
        canvas_name(*LOU[:2], 906, late=True): right,
    }

    said = collect(course, files)

    assert "5 new, 0 newer, 0 unchanged, 0 notes" in said
    assert files_of(course, "ada") == {NOTEBOOK: right}
    assert files_of(course, "zoe") == {NOTEBOOK: wrong, "my data.csv": b"1,2"}
    assert (files_of(course, "jo1"), files_of(course, "jo2")) == ({NOTEBOOK: right}, {NOTEBOOK: wrong})
    assert files_of(course, "lou") == {NOTEBOOK: right, "timestamp.txt": b"2026-03-02 12:00:01"}
    kept = json.loads((course / "downloaded" / ASSIGNMENT / "collected.json").read_text("utf-8"))
    assert kept["zoe"]["files"][NOTEBOOK]["name"] == "müllerlüdenscheidtzoë_102_902_problem-2.ipynb"


def test_names_that_do_not_say_they_are_utf_8_are_read(course, right):
    """Canvas's zips: the names are UTF-8, the flag that says so is not set."""
    path = write_zip(course.parent / "all.zip", {canvas_name(*ZOE[:2], 902, "Übung.ipynb"): right})
    content = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(sign)
        content[start + at : start + at + 2] = b"\0\0"
    path.write_bytes(content)
    assert not zipfile.ZipFile(path).infolist()[0].flag_bits & 0x800

    autograder("collect", "canvas", str(path), ASSIGNMENT, cwd=course)

    assert files_of(course, "zoe") == {"Übung.ipynb": right}


def test_who_cannot_be_joined_is_named_and_costs_nobody_else_anything(course, right):
    strangers = {
        canvas_name("999", "Nobody, Jim", 907): right,
        "anon_aB3x9_908_problem.ipynb": right,
        "lovelaceada_101_text.html": b"<p>my answer</p>",
        "notes.ipynb": right,
    }

    said = collect(course, strangers | {canvas_name(*ADA[:2], 901): right})

    assert "1 new" in said and "4 notes" in said
    for name in strangers:
        (line,) = (line for line in said.splitlines() if name in line)
        assert line.startswith("note: ") and "Next step: " in line
    assert sorted(path.name for path in (course / "submitted").iterdir()) == ["ada"]


def test_a_name_with_numbers_takes_nobody_elses_place(course, right):
    """Jane, 555, who is not in the gradebook, calls herself jane_101: the first two numbers are Ada's and Jane's."""
    said = collect(course, {"jane_101_555_903_problem.ipynb": right})

    assert not (course / "submitted").exists()
    assert "jane_101_555_903_problem.ipynb was not collected: it is not certain" in said
    assert not (course / "submitted").exists()


@pytest.mark.parametrize(
    ("name", "student", "file"),
    [
        ("lovelaceada_101_903_2_my.ipynb", "ada", "2_my.ipynb"),  # her name agrees
        ("somebody_101_903_2_my.ipynb", None, ""),
        ("somebody_101_903_1_start.ipynb", "ada", "1_start.ipynb"),  # a file of the assignment
        ("ann_101_102_903_problem.ipynb", "zoe", NOTEBOOK),  # Zoë calls herself Ann_101
    ],
)
def test_numbers_in_names_are_told_apart_by_file_or_person_or_not_at_all(course, right, name, student, file):
    (course / "release" / ASSIGNMENT / "1_start.ipynb").write_bytes(right)

    collect(course, {name: right})

    found = {path.parent.parent.name: path.name for path in (course / "submitted").glob("*/*/*")}
    assert found == ({student: file} if student else {})


def test_a_group_is_said_to_be_one(course, right):
    said = collect(course, {"teamrocket_101_903_problem.ipynb": right})

    assert "ada handed in under the name 'teamrocket'. A group hands in once" in said
    assert files_of(course, "ada") == {NOTEBOOK: right}


def test_of_two_files_of_one_name_the_last_one_counts(course, right, wrong):
    files = {canvas_name(*ADA[:2], 902, "problem-1.ipynb"): right, canvas_name(*ADA[:2], 901): wrong}

    said = collect(course, files)

    assert files_of(course, "ada") == {NOTEBOOK: right}
    assert "ada handed in problem.ipynb 2 times" in said


def test_newer_work_replaces_older_and_both_are_kept(course, right, wrong):
    collect(course, {canvas_name(*ADA[:2], 901): wrong, canvas_name(*ZOE[:2], 902): right})

    said = collect(course, {canvas_name(*ADA[:2], 911, "problem-1.ipynb"): right, canvas_name(*ZOE[:2], 902): right})

    assert "0 new, 1 newer, 1 unchanged" in said and "newer than before: ada" in said
    assert files_of(course, "ada") == {NOTEBOOK: right}
    assert (course / "downloaded" / ASSIGNMENT / "replaced" / "ada" / "1" / NOTEBOOK).read_bytes() == wrong


def test_an_older_zip_replaces_nothing_and_says_so(course, right, wrong):
    collect(course, {canvas_name(*ADA[:2], 911): right})

    said = collect(course, {canvas_name(*ADA[:2], 901): wrong})

    assert "0 newer" in said and "ada was not collected" in said and "Next step: " in said
    assert files_of(course, "ada") == {NOTEBOOK: right}


def test_work_that_came_another_way_stays(course, right, wrong):
    folder = course / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / NOTEBOOK).write_bytes(wrong)

    said = collect(course, {canvas_name(*ADA[:2], 901): right})

    assert files_of(course, "ada") == {NOTEBOOK: wrong}
    assert "nothing says which are newer" in said


def test_what_a_person_changed_stays_while_nothing_newer_comes(course, right, wrong):
    collect(course, {canvas_name(*LOU[:2], 901, late=True): right})
    folder = course / "submitted" / "lou" / ASSIGNMENT
    (folder / NOTEBOOK).write_bytes(wrong)
    (folder / "timestamp.txt").write_text("2026-03-05 12:00:00 UTC")

    said = collect(course, {canvas_name(*LOU[:2], 901, late=True): right})

    assert "1 unchanged" in said
    assert files_of(course, "lou") == {NOTEBOOK: wrong, "timestamp.txt": b"2026-03-05 12:00:00 UTC"}


def test_a_late_mark_that_comes_or_goes_is_written_down(course, right):
    name, late = canvas_name(*ADA[:2], 901), canvas_name(*ADA[:2], 901, late=True)
    collect(course, {name: right})

    collect(course, {late: right})
    assert files_of(course, "ada")["timestamp.txt"] == b"2026-03-02 12:00:01"
    collect(course, {name: right})
    assert "timestamp.txt" not in files_of(course, "ada")


def test_work_in_time_after_late_work_is_in_time(course, right):
    """grading keeps the earlier time where a submission brings none."""
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_submission(ASSIGNMENT, "ada", timestamp="2026-03-09 12:00:00 UTC")

    collect(course, {canvas_name(*ADA[:2], 901): right})

    assert files_of(course, "ada")["timestamp.txt"].decode() + " UTC" == DUE


def test_late_work_without_a_due_date_is_said(course, right):
    with Course(course).gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=None)

    said = collect(course, {canvas_name(*ADA[:2], 901, late=True): right})

    assert "ada is late, says Canvas, and the gradebook has no due date" in said


@pytest.mark.parametrize("flat", [False, True])
def test_moodle_files_go_to_whose_number_they_carry(course, right, wrong, flat):
    files = {moodle_name(name, number, flat=flat, old=number == 12): right for number, name, _ in PEOPLE[:3]}
    files[moodle_name("Jo Smith", 14, flat=flat)] = wrong

    said = collect(course, files, "moodle")

    assert "4 new, 0 newer, 0 unchanged, 0 notes" in said
    time = b"2026-03-01 12:00:00"
    assert [files_of(course, id)["timestamp.txt"] for _, _, id in PEOPLE] == [time] * 4
    assert files_of(course, "jo1")[NOTEBOOK] == right and files_of(course, "jo2")[NOTEBOOK] == wrong


def test_moodle_folders_of_a_student_keep_their_folders(course, right):
    collect(
        course, {moodle_name("Ada Lovelace", 11): right, moodle_name("Ada Lovelace", 11, "d/é/x.csv"): b"1"}, "moodle"
    )

    assert files_of(course, "ada").keys() == {NOTEBOOK, "d/é/x.csv", "timestamp.txt"}


@pytest.mark.parametrize(
    ("name", "said"),
    {
        moodle_name("Group A", 11): "has to be put into its members' folders by hand",
        moodle_name("Participant", 11): "no student of this assignment has that name and number",
        moodle_name("Ada Lovelace", 99): "no student of this assignment has that name and number",
        "Ada Lovelace_11_assignsubmission_onlinetext/onlinetext.html": "typed text into Moodle",
        "Default group_assignsubmission_file/problem.ipynb": "none that Moodle gives",
    }.items(),
)
def test_whose_a_moodle_file_is_nobody_guesses(course, right, name, said):
    heard = collect(course, {name: right, moodle_name("Jo Smith", 13): right}, "moodle")

    assert said in heard and "1 new" in heard
    assert not files_of(course, "ada")


def test_an_assignment_that_hides_names_is_collected_by_numbers(course, right):
    rows = worksheet_rows([(21, "", "ada@x.org"), (22, "", "zoe@x.org")])
    hidden = [[cell for at, cell in enumerate(row) if at not in (1, 2)] for row in rows]
    autograder("roster", "moodle", str(write_csv(course / "hidden.csv", hidden)), ASSIGNMENT, cwd=course)

    said = collect(course, {moodle_name("Participant", 21): right, moodle_name("Group A", 22): right}, "moodle")

    assert "1 new" in said and "Group A (22) was not collected" in said
    assert files_of(course, "ada")[NOTEBOOK] == right


def test_a_file_called_like_another_students_in_moodle_stays_with_whoever_handed_it_in(course, right, wrong):
    theirs = "Jo Smith_13_assignsubmission_file_problem.ipynb"
    files = {moodle_name("Ada Lovelace", 11, theirs): wrong, moodle_name("Jo Smith", 13): right}

    said = collect(course, files, "moodle")

    assert "2 new" in said
    assert files_of(course, "ada")[theirs] == wrong
    assert files_of(course, "jo1")[NOTEBOOK] == right


def test_a_newer_zip_of_moodle_replaces(course, right, wrong):
    name = moodle_name("Ada Lovelace", 11)
    collect(course, {name: wrong}, "moodle")

    assert "1 newer" in collect(course, {name: right}, "moodle", (2026, 3, 2, 0, 0, 0))
    assert "ada was not collected" in collect(course, {name: wrong}, "moodle")
    assert files_of(course, "ada")[NOTEBOOK] == right


HEAD = "lovelaceada_101_901_"
ODD = {  # by what is odd: the entry, its content, what is said
    "link": (link_entry(f"{HEAD}a.ipynb"), b"/etc/passwd", "it is a link"),
    "leaves": (f"{HEAD}x/../../../../evil.ipynb", b"x", "leads out of the folder"),
    "absolute": ("/tmp/lovelaceada_101_901_evil.ipynb", b"x", "leads out of the folder"),
    "windows": (f"..\\..\\{HEAD}evil.ipynb", b"x", "leads out of the folder"),
    "drive": (f"C:\\{HEAD}evil.ipynb", b"x", "leads out of the folder"),
    "long": (HEAD + "x" * 250 + ".ipynb", b"x", "too long"),
    "control": (f"{HEAD}\x1b[2Ja.ipynb", b"x", "has signs that no file should have"),
    "time": (f"{HEAD}Timestamp.TXT", b"2020-01-01", "says nothing about the time"),
    "hidden": (f"{HEAD}.hidden", b"x", "nbgrader collects no hidden file"),
    "bomb": (f"{HEAD}bomb.ipynb", bytes(3 << 20), "more than 1 MB together"),
}


@pytest.mark.parametrize("odd", ODD)
def test_one_students_odd_file_is_named_and_harms_nobody(course, right, monkeypatch, odd):
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    entry, content, said = ODD[odd]
    before = sorted(course.parent.iterdir())

    heard = collect(course, {entry: content, canvas_name(*ZOE[:2], 902): right})

    assert said in heard and "1 new" in heard
    assert files_of(course, "zoe") == {NOTEBOOK: right}
    assert not (course / "submitted" / "ada").exists()
    assert "\x1b" not in heard
    assert sorted(course.parent.iterdir()) == sorted({*before, course.parent / "all.zip"})


def test_a_bomb_takes_the_room_of_its_own_student_alone(course, right, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    files = {f"{HEAD}{number}.bin": bytes(700 << 10) for number in range(3)}

    said = collect(course, files | {canvas_name(*ZOE[:2], 902): right})

    assert files_of(course, "ada").keys() == {"0.bin"} and files_of(course, "zoe") == {NOTEBOOK: right}
    assert said.count("more than 1 MB together") == 2


def test_encrypted_and_damaged_files_are_named(course, right):
    path = write_zip(course.parent / "all.zip", {f"{HEAD}a.ipynb": b"x" * 500, canvas_name(*ZOE[:2], 902): right})
    content = bytearray(path.read_bytes())
    content[30 + len(f"{HEAD}a.ipynb") + 2] ^= 0xFF  # in the middle of the first file's data
    path.write_bytes(content)
    damaged = autograder("collect", "canvas", str(path), ASSIGNMENT, cwd=course).stdout
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    encrypted = autograder("collect", "canvas", str(path), ASSIGNMENT, cwd=course).stdout

    assert f"{HEAD}a.ipynb was left out: it is damaged" in damaged and "1 new" in damaged
    assert f"{HEAD}a.ipynb was left out: it is encrypted" in encrypted and "1 unchanged" in encrypted


def test_what_lacks_a_file_replaces_nothing_and_is_replaced_by_what_comes_next(course, right, wrong):
    whole = {canvas_name(*ADA[:2], 901): right, canvas_name(*ADA[:2], 902, "data.csv"): b"1"}
    torn = {canvas_name(*ADA[:2], 902, "data.csv"): b"1", link_entry(canvas_name(*ADA[:2], 901)): b"x"}
    collect(course, torn)
    assert files_of(course, "ada").keys() == {"data.csv"}

    assert "1 newer" in collect(course, whole)
    assert files_of(course, "ada").keys() == {NOTEBOOK, "data.csv"}

    later = {canvas_name(*ADA[:2], 912, "data.csv"): b"2", link_entry(canvas_name(*ADA[:2], 911)): b"x"}
    assert "ada was not collected" in collect(course, later)
    assert files_of(course, "ada") == {NOTEBOOK: right, "data.csv": b"1"}


def test_what_macos_adds_is_passed_over_and_a_folder_around_all_is_read(course, right):
    files = {"submissions/" + canvas_name(*ADA[:2], 901): right, "__MACOSX/._x": b"", "submissions/.DS_Store": b""}

    assert "1 new, 0 newer, 0 unchanged, 0 notes" in collect(course, files)


def test_an_archive_without_a_notebook_stays_one(course):
    inner = packed({"notes.txt": b"mine"})

    collect(course, {f"{HEAD}work.zip": inner})

    assert files_of(course, "ada") == {"work.zip": inner}


@pytest.mark.parametrize("what", ["link", "file"])
def test_a_place_that_is_no_folder_is_left_alone(course, right, tmp_path, what):
    place = course / "submitted" / "ada" / ASSIGNMENT
    place.parent.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere") if what == "link" else place.write_text("")

    said = collect(course, {canvas_name(*ADA[:2], 901): right, canvas_name(*ZOE[:2], 902): right})

    assert f"is a {what}. Next step: move it away" in said and "1 new" in said
    assert not any((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("at", range(6))
def test_a_run_that_ends_anywhere_goes_on_and_loses_nothing(course, right, wrong, monkeypatch, at):
    """The disk is full at the n-th time that a folder is renamed or a note is written."""
    collect(course, {canvas_name(*student[:2], 901): wrong for student in CLASS[:2]})
    files = {canvas_name(*student[:2], 911): right for student in CLASS[:2]}
    replaced, left = Path.rename, [at]

    def rename(self, target):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    write_zip(course.parent / "all.zip", files)
    ended = autograder("collect", "canvas", str(course.parent / "all.zip"), ASSIGNMENT, cwd=course)
    monkeypatch.undo()

    assert ended.returncode == (1 if at < 4 else 0) and "Traceback" not in ended.stderr
    collect(course, files)
    for student in ("ada", "zoe"):
        assert files_of(course, student) == {NOTEBOOK: right}
        kept = (course / "downloaded" / ASSIGNMENT / "replaced" / student).glob("*/problem.ipynb")
        assert {path.read_bytes() for path in kept} == {wrong}


def test_submissions_may_lie_on_another_disk(course, right, monkeypatch):
    renamed = Path.rename

    def rename(self, target):
        if "collecting" in self.parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", rename)

    assert "1 new" in collect(course, {canvas_name(*ADA[:2], 901): right})
    assert files_of(course, "ada") == {NOTEBOOK: right}
    assert [path.name for path in (course / "submitted" / "ada").iterdir()] == [ASSIGNMENT]


def test_nbgraders_own_command_collects_with_these_plug_ins(course, right):
    folder = course / "downloaded" / ASSIGNMENT / "archive"
    folder.mkdir(parents=True)
    write_zip(folder / "all.zip", {canvas_name(*ADA[:2], 901, late=True): right, "notes.ipynb": right})
    (folder / "a-none.zip").write_text("no zip")

    done = nbgrader(
        "zip_collect",
        ASSIGNMENT,
        "--collector=autograder.course_systems.collectors.CanvasCollector",
        "--extractor=autograder.course_systems.archive.SafeExtractor",
        cwd=course,
    )

    assert files_of(course, "ada") == {NOTEBOOK: right, "timestamp.txt": b"2026-03-02 12:00:01"}
    assert "notes.ipynb was not collected" in done.stderr and "a-none.zip is no zip file" in done.stderr


def test_a_large_class_shows_its_progress(course, right, monkeypatch):
    monkeypatch.setattr("autograder.grading.progress.SECONDS_BETWEEN_LINES", 0)

    said = collect(course, {f"{HEAD}{number}.csv": b"1" for number in range(40)})

    assert "unpacked 40 of 40" in said and "put in place 1 of 1" in said


def test_the_folder_of_a_course_may_lie_behind_a_link(course, right, tmp_path):
    (tmp_path / "disk").mkdir()
    os.symlink(tmp_path / "disk", course / "submitted")

    collect(course, {canvas_name(*ADA[:2], 901): right})

    assert files_of(course, "ada") == {NOTEBOOK: right}


# --- a student's own zip ------------------------------------------------------------------------------------------


def packed(files: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("around", ["", "01-state-dict/"])
def test_a_students_own_zip_is_opened_and_collected_again_it_is_unchanged(course, right, around):
    own = packed({f"{around}{NOTEBOOK}": right, f"{around}data/notes.txt": b"mine", f"{around}timestamp.txt": b"2020"})
    files = {canvas_name(*ADA[:2], 901, "01-state-dict.zip"): own, canvas_name(*ZOE[:2], 902): right}

    said = collect(course, files)

    assert files_of(course, "ada") == {NOTEBOOK: right, "data/notes.txt": b"mine"}
    assert f"ada: 01-state-dict.zip: {around}timestamp.txt was left out: a student's own time says nothing." in said
    assert files_of(course, "zoe") == {NOTEBOOK: right}
    again = collect(course, files)
    assert "2 unchanged" in again
    noted = json.loads((course / "downloaded" / ASSIGNMENT / "collected.json").read_text(encoding="utf-8"))
    assert noted["ada"]["files"][NOTEBOOK]["name"] == canvas_name(*ADA[:2], 901)


@pytest.mark.parametrize(
    "own",
    [
        b"PK no zip",
        packed({"notes.txt": b"1"}),
        packed({"../problem.ipynb": b"{}"}),
        packed({"a/b/problem.ipynb": b""}),
    ],
    ids=["damaged", "without a notebook", "leads out", "too deep"],
)
def test_a_zip_that_holds_no_notebook_stays_as_it_is(course, right, own):
    collect(course, {canvas_name(*ADA[:2], 901, "work.zip"): own, canvas_name(*ZOE[:2], 902): right})

    assert files_of(course, "ada") == {"work.zip": own}
    assert files_of(course, "zoe") == {NOTEBOOK: right}


def test_all_files_of_a_students_zip_together_have_the_bounds_of_one_student(course, right, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 3000)
    folder = course / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "own.zip").write_bytes(packed({"a.ipynb": bytes(1000), **{f"{n}.bin": bytes(1000) for n in range(9)}}))

    come, said = open_packed(folder, "own.zip")

    assert len(come) == 3
    assert len(said) == 7 and all("more than" in sentence for sentence in said)
    assert {path.name for path in folder.iterdir()} == {"a.ipynb", "0.bin", "1.bin"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_damaged_file_in_a_students_zip_is_left_out_however_it_is_packed(tmp_path, method):
    content = bytearray(packed({"b.txt": b"some text " * 100, "a.ipynb": b"{}"}, method))
    if method == zipfile.ZIP_DEFLATED:  # the zip says that its first file begins before it
        content[content.rfind(b"PK\x05\x06") + 16] += 1
        content[content.rfind(b"PK\x01\x02") + 42] += 1
    else:
        at = content.find(b"b.txt") + 20
        content[at : at + 20] = bytes(20)
    (tmp_path / "own.zip").write_bytes(content)

    come, said = open_packed(tmp_path, "own.zip")

    assert come == ["a.ipynb"]
    assert len(said) == 1 and "b.txt was left out: it is damaged" in said[0]


def test_a_name_in_a_students_zip_that_no_path_can_hold_is_left_out(tmp_path):
    """A thousand signs, as many as a path may have, of four bytes each."""
    long = "/".join(["\N{GRINNING FACE}" * 60] * 16)
    (tmp_path / "own.zip").write_bytes(packed({"a.ipynb": b"{}", long: b""}))
    folder = tmp_path.joinpath(*["a course with a long name"] * 10)
    folder.mkdir(parents=True)
    shutil.move(tmp_path / "own.zip", folder)

    come, said = open_packed(folder, "own.zip")

    assert come == ["a.ipynb"]
    assert len(said) == 1 and "its name is too long" in said[0]


def test_a_folder_in_a_students_zip_that_is_a_file_beside_it_is_left_out(tmp_path):
    (tmp_path / "own.zip").write_bytes(packed({"a.ipynb": b"{}", "data.csv/part.csv": b"1"}))
    (tmp_path / "data.csv").write_bytes(b"2")

    come, said = open_packed(tmp_path, "own.zip")

    assert come == ["a.ipynb"]
    assert said == ["own.zip: data.csv/part.csv was left out: the submission has a file where its folder belongs."]


def test_what_to_do_next_can_be_typed_as_it_stands():
    assert collect_lines(Report(new=["ada"]), "canvas", "week 1")[-1] == "Next step: autograder grade 'week 1'"
