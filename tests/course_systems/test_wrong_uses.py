"""Each command used wrongly: one sentence says what is wrong and what to do next, and nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.course.folder import Course
from tests.commands import autograder
from tests.course_systems.made_up import gradebook_rows, worksheet_rows, write_csv, write_zip
from tests.report.made_up import make_up

STEP = re.compile(r"Next step: \w|Did you mean \S+")
#: by command: what is typed when all is right
COMMANDS = {
    "collect canvas": "all.zip ps1",
    "collect moodle": "all.zip ps1",
    "roster canvas": "canvas.csv",
    "roster moodle": "moodle.csv ps1",
    "export canvas": "canvas.csv ps1",
    "export moodle": "moodle.csv ps1",
    "export csv": "ps1",
}
OF_FILE = [command for command in COMMANDS if command != "export csv"]
OF_ASSIGNMENT = [command for command in COMMANDS if command != "roster canvas"]


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A course with files beside it, and things that are neither."""
    course = make_up(tmp_path_factory.mktemp("world") / "course", [("ada", "Lovelace", "Ada")], assignments=2)
    write_csv(course / "canvas.csv", gradebook_rows([("101", "Lovelace, Ada", "ada")]))
    rows = worksheet_rows([(11, "Ada Lovelace", "ada")])
    rows[1][2] = ""
    write_csv(course / "moodle.csv", rows)
    write_zip(course / "all.zip", {"lovelaceada_101_901_problem.ipynb": b"{}"})
    (course / "a-folder").mkdir()
    (course / "empty").write_text("")
    (course / "noise").write_bytes(bytes(range(256)) * 50)
    (course / "half.zip").write_bytes((course / "all.zip").read_bytes()[:60])
    for line in ("roster canvas canvas.csv", "roster moodle moodle.csv ps1"):
        assert "1 rows joined" in autograder(*line.split(), cwd=course).stdout
    return course


def state(course: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_mtime_ns) for path in course.rglob("*") if path.is_file())


def sentence(world: Path, *typed: str) -> str:
    """The one line of a command that was used wrongly; it wrote nothing."""
    before = state(world)
    done = autograder(*typed, cwd=world)
    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith("autograder: ") and len(done.stderr.splitlines()) == 1, done.stderr
    assert STEP.search(done.stderr), done.stderr
    assert state(world) == before
    return done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_no_course(world, command):
    typed = [*command.split(), *COMMANDS[command].split()]

    assert "There is no folder " in sentence(world, *typed, "--course", "nowhere")


@pytest.mark.parametrize("command", OF_ASSIGNMENT)
def test_an_assignment_that_nearly_is_one(world, command):
    typed = COMMANDS[command].replace("ps1", "ps11").split()

    said = sentence(world, *command.split(), *typed)

    assert "No assignment 'ps11' in " in said and "Did you mean ps1?" in said


@pytest.mark.parametrize("command", OF_ASSIGNMENT)
@pytest.mark.parametrize("name", ["elephants", "../course", ""])
def test_an_assignment_like_no_other(world, command, name):
    typed = [name if one == "ps1" else one for one in COMMANDS[command].split()]

    assert "Next step: name one of ps1, ps2." in sentence(world, *command.split(), *typed)


@pytest.mark.parametrize("command", OF_FILE)
def test_a_file_that_nearly_is_there(world, command):
    file, *rest = COMMANDS[command].split()

    said = sentence(world, *command.split(), file.replace(".", "-."), *rest)

    assert "There is no file " in said and f"Did you mean {file}?" in said


@pytest.mark.parametrize("command", OF_FILE)
@pytest.mark.parametrize(
    ("file", "said"),
    {"nowhere/elephants": "There is no file nowhere/elephants", "a-folder": "a-folder is a folder"}.items(),
)
def test_no_file(world, command, file, said):
    _, *rest = COMMANDS[command].split()

    assert said in sentence(world, *command.split(), file, *rest)


@pytest.mark.parametrize("command", OF_FILE)
@pytest.mark.parametrize("file", ["empty", "noise", "half.zip", "nbgrader_config.py"])
def test_a_file_of_another_kind(world, command, file):
    _, *rest = COMMANDS[command].split()

    said = sentence(world, *command.split(), file, *rest)

    assert "is no zip file" in said if "collect" in command else "does not begin as" in said or "is not UTF-8" in said


@pytest.mark.parametrize("command", OF_FILE)
def test_the_file_of_the_other_course_system(world, command):
    other = {"canvas": "moodle.csv", "moodle": "canvas.csv"}[command.split()[1]]
    _, *rest = COMMANDS[command].split()

    assert "Next step: download " in sentence(world, *command.split(), other, *rest)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--too", "--force", "--course"])
def test_an_option_that_does_not_exist_or_lacks_its_value(world, command, option):
    done = autograder(*command.split(), *COMMANDS[command].split(), option, cwd=world)

    assert done.returncode == 2 and option in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", OF_FILE)
def test_nothing_named(world, command):
    done = autograder(*command.split(), cwd=world)

    assert done.returncode == 2 and "Missing argument" in done.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    {
        "colect": "Did you mean 'collect'?",
        "rooster": "Did you mean 'roster'?",
        "exports": "Did you mean 'export'",
        "collect canvass all.zip ps1": "Did you mean 'canvas'?",
        "roster moodel moodle.csv ps1": "Did you mean 'moodle'?",
        "export cvs": "Did you mean",
        "collect blackboard all.zip ps1": "No such command 'blackboard'",
    }.items(),
)
def test_a_command_that_nearly_is_one(world, typed, said):
    done = autograder(*typed.split(), cwd=world)

    assert done.returncode == 2 and said in " ".join(done.stderr.split())


def test_collecting_before_a_roster_says_so(tmp_path):
    course = make_up(tmp_path / "course", [("ada", "", "")], assignments=1)
    write_zip(course / "all.zip", {})

    assert "Next step: autograder roster canvas FILE" in sentence(course, "collect", "canvas", "all.zip", "ps1")
    assert "Next step: autograder roster moodle FILE ps1" in sentence(course, "collect", "moodle", "all.zip", "ps1")


def test_points_before_any_was_given_are_said(world):
    with Course(world).gradebook() as gradebook:
        gradebook.remove_submission("ps2", "ada")
        gradebook.db.commit()
    (world / "canvas-ps2.csv").write_text((world / "canvas.csv").read_text().replace("ps1 (", "ps2 ("))

    assert "No submission of ps2 was graded yet" in sentence(world, "export", "canvas", "canvas-ps2.csv", "ps2")


@pytest.mark.parametrize(
    "address", ["gradebook.db", "sqlite:///nowhere/gradebook.db", "firebird://a@b/c", "sqlite:///empty"]
)
def test_a_gradebook_that_is_none(world, tmp_path, address):
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.db_url = {address!r}\n")
    (tmp_path / "empty").write_bytes(b"no database " * 100)
    file = str(world / "canvas.csv")

    said = autograder("roster", "canvas", file, cwd=tmp_path).stderr

    assert said.startswith("autograder: ") and len(said.splitlines()) == 1 and STEP.search(said)


def test_a_place_that_cannot_be_written_is_a_sentence(world):
    said = sentence(world, "export", "canvas", "canvas.csv", "ps1", "--to", "empty/filled.csv")

    assert "move the file away that stands where a folder belongs" in said
