"""Names in zips are read as the course systems read them, and nobody is guessed."""

from __future__ import annotations

import pytest

from autograder.course_systems import canvas, moodle
from autograder.course_systems.archive import owner_of
from autograder.course_systems.people import Known, Person, join, letters

CANVAS = {  # name: (who, late, user, attachment, file) of each reading
    "doejane_12_345_problem.ipynb": [("doejane", False, "12", 345, "problem.ipynb")],
    "doejane_LATE_12_345_problem.ipynb": [("doejane", True, "12", 345, "problem.ipynb")],
    "müllerzoë_12_345_my_file.ipynb": [("müllerzoë", False, "12", 345, "my_file.ipynb")],
    "_12_345_problem.ipynb": [("", False, "12", 345, "problem.ipynb")],
    "lateann_12_345_late.ipynb": [("lateann", False, "12", 345, "late.ipynb")],
    "jane_7_123_456_a.ipynb": [("jane", False, "7", 123, "456_a.ipynb"), ("jane_7", False, "123", 456, "a.ipynb")],
    "doe_12_345_1_a.ipynb": [("doe", False, "12", 345, "1_a.ipynb"), ("doe_12", False, "345", 1, "a.ipynb")],
    "anon_aB3x9_345_problem.ipynb": [],
    "LATE_anon_aB3x9_345_problem.ipynb": [],
    "doejane_12_text.html": [],
    "doejane_12_link.html": [],
    "problem.ipynb": [],
    "doejane_١٢_345_problem.ipynb": [],
}


@pytest.mark.parametrize("name", CANVAS)
def test_canvas_names_have_these_readings(name):
    found = canvas.read_name(name)

    assert [(one.who, one.late, one.user, one.attachment, one.file) for one in found] == CANVAS[name]


@pytest.mark.parametrize(
    ("name", "said"),
    {
        "anon_aB3x9_345_problem.ipynb": "hides who",
        "LATE_anon_aB3x9_345_problem.ipynb": "hides who",
        "doejane_12_text.html": "typed into Canvas",
        "problem.ipynb": "none that Canvas gives",
    }.items(),
)
def test_a_name_without_ids_says_why(name, said):
    assert said in canvas.why_nobody(name) and "Next step: " in canvas.why_nobody(name)


@pytest.mark.parametrize(
    ("file", "names"),
    {
        "problem-2.ipynb": ["problem-2.ipynb", "problem.ipynb"],
        "lab-1.ipynb": ["lab-1.ipynb", "lab.ipynb"],
        "problem.ipynb": ["problem.ipynb"],
        "a-b.ipynb": ["a-b.ipynb"],
        "README-1": ["README-1", "README"],
    }.items(),
)
def test_a_file_handed_in_again_has_its_own_name_too(file, names):
    assert canvas.own_names(file) == names


MOODLE = {  # name: (who, number, kind, prefix, file)
    "Jane Doe_12_assignsubmission_file/problem.ipynb": ("Jane Doe", "12", "file", "Jane Doe_12_assignsubmission_file/"),
    "Dr. Ng Á. 李_7_assignsubmission_file_/a/b.csv": (
        "Dr. Ng Á. 李",
        "7",
        "file",
        "Dr. Ng Á. 李_7_assignsubmission_file_/",
    ),
    "Jo_12_assignsubmission_file_problem.ipynb": ("Jo", "12", "file", "Jo_12_assignsubmission_file_"),
    "Jo_12_assignsubmission_file_x_99_assignsubmission_file_y": ("Jo", "12", "file", "Jo_12_assignsubmission_file_"),
    "Jo 5_12_assignsubmission_onlinetext/onlinetext.html": (
        "Jo 5",
        "12",
        "onlinetext",
        "Jo 5_12_assignsubmission_onlinetext/",
    ),
    "ps1/Jo_12_assignsubmission_file/problem.ipynb": ("Jo", "12", "file", "Jo_12_assignsubmission_file/"),
    # A student may call a file, or a folder, like another one's.
    "Jo_12_assignsubmission_file/Ann_99_assignsubmission_file_a": ("Jo", "12", "file", "Jo_12_assignsubmission_file/"),
    "ps/Jo_12_assignsubmission_file/Ann_99_assignsubmission_file/a": (
        "Jo",
        "12",
        "file",
        "Jo_12_assignsubmission_file/",
    ),
}


@pytest.mark.parametrize("name", MOODLE)
def test_moodle_names_are_read(name):
    one = moodle.read_name(name)

    assert (one.who, one.participant, one.kind, one.prefix) == MOODLE[name]
    assert name.endswith(one.prefix + one.file)


@pytest.mark.parametrize(
    "name",
    [
        "Default group_assignsubmission_file/a.ipynb",
        "Default group_assignsubmission_file/Ann_99_assignsubmission_file_a.ipynb",
        "a.ipynb",
        "Jo_x_assignsubmission_file/a",
    ],
)
def test_a_name_that_moodle_gives_nobody_is_nobodys(name):
    assert moodle.read_name(name) is None


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Jo_12_assignsubmission_file/Ann_99_assignsubmission_file_a", "Jo_12"),
        ("ps1/Jo_12_assignsubmission_file/Ann_99_1_a", "Jo_12"),
        ("doejane_12_345_problem.ipynb", "doejane_12"),
        ("unit_1_all/doejane_12_345_problem.ipynb", "doejane_12"),
        ("LATE_anon_aB3x9_345_problem.ipynb", "LATE_anon_aB3x9"),
        ("problem.ipynb", "problem.ipynb"),
    ],
)
def test_the_bounds_of_a_students_files_are_that_students(name, owner):
    assert owner_of(name) == owner


STUDENTS = [
    Known("ada", "101", "Lovelace", "Ada", "ada@x.org"),
    Known("jo1", "", "Smith", "Jo", ""),
    Known("jo2", "", "Smith", "Jo", "JO@x.org"),
    Known("twin1", "7", "", "", ""),
    Known("twin2", "7", "", "", ""),
]


@pytest.mark.parametrize(
    ("person", "student"),
    {
        Person(3, "101", ()): "ada",
        Person(3, "101", ("ADA",)): "ada",
        Person(3, "5", ("jo1",)): "jo1",
        Person(3, "", ("jo@X.org",)): "jo2",
        Person(3, "9", ("nobody", "")): None,
        Person(3, "9", (), "Smith", "Jo"): None,
        Person(3, "9", ("ada",)): None,
        Person(3, "7", ()): None,
        Person(3, "101", ("jo1",)): None,
        Person(3, "", ("",)): None,
    }.items(),
)
def test_a_row_means_one_student_or_nobody(person, student):
    found = join([person], STUDENTS)

    assert found.students.get(3) == student
    assert bool(found.conflicts) + bool(found.strangers) == (student is None)


def test_two_rows_of_one_student_join_neither():
    found = join([Person(3, "101", ()), Person(4, "", ("ada",))], STUDENTS)

    assert not found.students and found.conflicts.keys() == {3, 4}


def test_upper_and_lower_case_tell_students_apart_where_the_gradebook_does():
    students = [Known("Jo", "", "", "", ""), Known("jo", "", "", "", "")]

    assert join([Person(1, "", ("Jo",))], students).students == {1: "Jo"}
    assert join([Person(1, "", ("JO",))], students).conflicts


def test_letters_are_the_same_however_accents_are_written():
    assert letters("Müller, Zoë") == letters("mu\u0308ller_ZOE\u0308") == "mullerzoe"
