"""Where no user namespace can be made, as in many containers: it is said, and no submission runs without a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.report.table import read_table
from bank import ROOT
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.geteuid() != 0, reason="only root makes such a place")]

COMMANDS = {"autograder": ["autograder", "grade", ASSIGNMENT], "nbgrader": ["nbgrader", "autograde", ASSIGNMENT]}


def without_namespaces(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    inside = [sys.executable, "-m", "tests.hub.without_namespaces", sys.executable, "-m", *command]
    path = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(inside, cwd=cwd, env=path, capture_output=True, text=True, timeout=300)


def test_doctor_names_the_setting():
    done = without_namespaces("autograder", "doctor")

    assert done.returncode == 1
    assert "user.max_user_namespaces is 0" in done.stdout
    assert "sysctl -w user.max_user_namespaces=10000" in " ".join(done.stdout.split())
    assert "Nothing will be graded sealed until this is fixed" in done.stdout


@pytest.mark.parametrize("grader", COMMANDS)
def test_nothing_of_a_submission_runs_and_it_is_graded_later(tmp_path, grader):
    course, ran = make_course(tmp_path / "course"), tmp_path / "ran"
    hand_in(course, "ada", RIGHT | {"double": f"open({str(ran)!r}, 'w').close()\n{RIGHT['double']}"})
    hand_in(course, "bob", RIGHT)

    done = without_namespaces(*COMMANDS[grader], cwd=course)

    assert done.returncode != 0
    assert "Nothing was graded" in done.stdout + done.stderr
    assert not ran.exists()
    assert not any((course / "autograded").rglob("*.ipynb"))
    subprocess.run([sys.executable, "-m", *COMMANDS[grader]], cwd=course, check=True, capture_output=True, timeout=300)
    assert read_table(Course(course), [ASSIGNMENT]).scores["bob"][ASSIGNMENT].points == 6
