"""The command says in one sentence what is wrong and what to do next; nobody meets a traceback.

Most of these run the command in this process. `test_the_module_and_this_process_behave_as_the_command` ties that to the
installed command.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import autograder
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course

pytestmark = pytest.mark.slow  # some start the installed command, which imports nbgrader
AUTOGRADER = str(Path(sys.executable).with_name("autograder"))
MODULE = (sys.executable, "-m", "autograder")
#: every command that takes the names of assignments
COMMANDS = ("grade", "feedback", "table", "verify")


def installed(*arguments: str, cwd: Path, command: tuple[str, ...] = (AUTOGRADER,)) -> subprocess.CompletedProcess:
    """Start the command as a person would: by its path, from a folder, with a PATH that lacks the environment."""
    known = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "COLUMNS")}
    environment = known | {"PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [*command, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def sentence(done: subprocess.CompletedProcess) -> str:
    """What a failed run said: one line on stderr, and nothing that looks like Python's or typer's own words."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "╭" not in done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture(scope="module")
def unreleased(tmp_path_factory) -> Path:
    """A course with two assignments that nbgrader was never told to release."""
    folder = tmp_path_factory.mktemp("unreleased")
    (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    for name in ("ps1-loops", "ps2-lists"):
        (folder / "source" / name).mkdir(parents=True)
        (folder / "source" / name / "problem.ipynb").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A released course; two students handed in, nothing is graded."""
    folder = make_course(tmp_path_factory.mktemp("released"))
    hand_in(folder, "ada", RIGHT)
    hand_in(folder, "bob", WRONG)
    return folder


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """A course whose only submission is graded."""
    folder = make_course(tmp_path_factory.mktemp("graded"))
    hand_in(folder, "ada", RIGHT)
    done = autograder("grade", ASSIGNMENT, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_an_assignment_that_is_nearly_one_is_answered_with_the_right_name(unreleased, command):
    said = sentence(autograder(command, "ps1-lops", cwd=unreleased))
    assert said == f"autograder: No assignment 'ps1-lops' in {unreleased / 'source'}. Did you mean ps1-loops?"


@pytest.mark.parametrize("typed", ["ps2", "source/ps2-lists/"])
def test_the_beginning_of_a_name_and_a_completed_path_are_understood(unreleased, typed):
    assert "Did you mean ps2-lists?" in sentence(autograder("grade", typed, cwd=unreleased))


def test_a_name_like_no_other_is_answered_with_all_names(unreleased):
    said = sentence(autograder("table", "elephants", cwd=unreleased))
    assert said.endswith("Next step: name one of ps1-loops, ps2-lists.")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_not_there_is_named(tmp_path, command):
    said = sentence(autograder(command, "--course", "nowhere", cwd=tmp_path))
    assert (
        said
        == f"autograder: There is no folder {tmp_path / 'nowhere'}. Next step: name the course folder with --course."
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_settings_is_no_course(tmp_path, command):
    said = sentence(autograder(command, cwd=tmp_path))
    assert said.startswith(f"autograder: {tmp_path} has no nbgrader_config.py. Next step: ")


def test_a_mistake_in_the_settings_is_named_with_its_line(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.A.b = (\n", encoding="utf-8")
    said = sentence(autograder("grade", cwd=tmp_path))
    assert said.startswith(f"autograder: {tmp_path / 'nbgrader_config.py'}, line 2: SyntaxError: ")


@pytest.mark.parametrize("command", ["grade", "feedback", "table"])
def test_without_a_gradebook_the_next_step_is_to_release(unreleased, command):
    said = sentence(autograder(command, cwd=unreleased))
    assert f"the gradebook {unreleased / 'gradebook.db'} has none" in said
    assert said.endswith("Next step: nbgrader generate_assignment ps1-loops")
    assert not (unreleased / "gradebook.db").exists(), "asking makes no gradebook"


@pytest.mark.parametrize("command", ["grade", "feedback", "table"])
def test_an_assignment_that_the_gradebook_does_not_know_is_named(unreleased, command):
    said = sentence(autograder(command, "ps2-lists", cwd=unreleased))
    assert said.endswith(
        "The gradebook knows no assignment 'ps2-lists'. Next step: nbgrader generate_assignment ps2-lists"
    )


def test_a_file_that_is_no_gradebook_is_named(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    (tmp_path / "gradebook.db").write_text("not a database, " * 100, encoding="utf-8")
    said = sentence(autograder("table", cwd=tmp_path))
    assert f"The gradebook {tmp_path / 'gradebook.db'} cannot be used: file is not a database." in said


def test_a_bank_that_is_not_there_is_named(unreleased):
    said = sentence(autograder("verify", "ps1-loops", "--answers", "answers", cwd=unreleased))
    assert said == "autograder: There is no folder answers. Next step: name the answer bank with --answers."


@pytest.mark.parametrize("workers", ["0", "-1", "many"])
def test_a_number_of_workers_that_cannot_be_is_refused(unreleased, workers):
    done = autograder("grade", "--workers", workers, cwd=unreleased)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--workers" in done.stderr and "Traceback" not in done.stderr


def test_config_prints_lines_and_takes_no_names(tmp_path):
    assert autograder("config", cwd=tmp_path).returncode == 0
    done = autograder("config", "ps1", cwd=tmp_path)
    assert done.returncode == 2 and "ps1" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("grade", "ps1-lops"), ("table",), ("grad",), ("config",), ("verify", "--help")])
def test_the_module_and_this_process_behave_as_the_command(unreleased, arguments):
    command = installed(*arguments, cwd=unreleased)
    module = installed(*arguments, cwd=unreleased, command=MODULE)
    here = autograder(*arguments, cwd=unreleased)
    assert (command.returncode, command.stdout, command.stderr) == (module.returncode, module.stdout, module.stderr)
    assert (command.returncode, command.stdout, command.stderr) == (here.returncode, here.stdout, here.stderr)


def test_an_unknown_student_is_answered_with_the_nearest_one(released):
    said = sentence(autograder("grade", ASSIGNMENT, "--student", "adda", cwd=released))
    assert said == f"autograder: No submission of ps1 by 'adda' in {released / 'submitted'}. Did you mean ada?"


def test_one_unknown_student_beside_a_known_one_stops_before_anything_is_graded(released):
    said = sentence(autograder("grade", ASSIGNMENT, "--student", "ada", "--student", "eve", cwd=released))
    assert "'eve'" in said
    assert not (released / "autograded").exists()


def test_feedback_before_grading_says_to_grade_first(released):
    said = sentence(autograder("feedback", ASSIGNMENT, cwd=released))
    assert said.endswith("No submission of ps1 was graded by autograder yet. Next step: autograder grade ps1")


@pytest.mark.parametrize("command", ["grade", "feedback"])
def test_no_submissions_at_all(tmp_path, command):
    course = make_course(tmp_path)
    said = sentence(autograder(command, cwd=course))
    assert said.startswith("autograder: No submissions of ps1: there is no folder ")
    assert "Next step: nbgrader collect ps1" in said


def test_what_was_handed_in_but_never_released_is_not_passed_over(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    for folder in (tmp_path / "source", tmp_path / "submitted" / "ada"):
        (folder / "ps9").mkdir(parents=True)
        (folder / "ps9" / "problem.ipynb").write_text("{}", encoding="utf-8")
    said = sentence(autograder("grade", cwd=tmp_path))
    assert said.endswith("The gradebook knows no assignment 'ps9'. Next step: nbgrader generate_assignment ps9")


@pytest.mark.parametrize("address", ["nowhere", "tcp://127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_named(released, address):
    said = sentence(installed("grade", "--scheduler", address, cwd=released))
    assert said.startswith(f"autograder: No Dask scheduler answers at {address} (")


def test_a_graded_course_has_its_table_and_its_feedback(graded):
    table = autograder("table", cwd=graded)
    assert table.returncode == 0 and "ada" in table.stdout
    assert "Feedback for 1 submissions written." in autograder("feedback", cwd=graded).stdout
    assert "Feedback: unchanged." in autograder("feedback", ASSIGNMENT, cwd=graded).stdout


def test_doctor_finds_alembic_beside_its_own_python(tmp_path):
    done = installed("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert f"ok      alembic     {Path(sys.executable).parent / 'alembic'}" in done.stdout
