"""A submission gets the same points however often it is graded, also one whose answers depend on chance."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course

pytestmark = pytest.mark.slow

#: what decides whether the answer is right: true for about half of all seeds
CHANCES = {
    "python": "import random\n    chance = random.random() < 0.5",
    "numpy": "import numpy\n    chance = numpy.random.rand() < 0.5",
    "torch": "import torch\n    chance = bool(torch.rand(()) < 0.5)",
    "shuffled": "import random\n    order = [0, 1]\n    random.shuffle(order)\n    chance = order[0] == 0",
    "a set's order": "chance = list({'heads', 'tails'})[0] == 'heads'",
    "a hash": "chance = hash('heads') % 2 == 0",
    "another process": "import subprocess, sys\n"
    "    shown = subprocess.run([sys.executable, '-c', \"print(hash('heads') % 2)\"], capture_output=True).stdout\n"
    "    chance = shown == b'0\\n'",
}
EACH = 3


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    course = make_course(tmp_path_factory.mktemp("chance") / "course")
    for name, chance in CHANCES.items():
        for number in range(EACH):  # a comment is another seed
            answer = f"def double(x):  # {number}\n    {chance}\n    return 2 * x if chance else x"
            hand_in(course, f"{name} {number}", RIGHT | {"double": answer}, "2026-03-04 13:00:00 UTC")
    return course


def run(course: Path, workers: int) -> None:
    """Grade everybody in this process."""
    assert len(grade(Course(course), [ASSIGNMENT], workers, force=True)) == EACH * len(CHANCES)


def run_in_another_process(course: Path, workers: int) -> None:
    command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--force", "--workers", str(workers)]
    subprocess.run(command, cwd=course, check=True, capture_output=True)


def tables(course: Path) -> dict[str, list[tuple]]:
    """Every row of every table of the gradebook."""
    with closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        names = [name for (name,) in gradebook.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(gradebook.execute(f"SELECT * FROM {name}"), key=str) for name in names}


def graded_notebooks(course: Path) -> dict[str, str]:
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in course.glob("autograded/*/*/problem.ipynb")}


def outputs_of(text: str) -> list[dict]:
    return [output for cell in json.loads(text)["cells"] for output in cell.get("outputs", [])]


def test_grading_a_class_again_in_another_process_gives_an_identical_gradebook(course):
    run(course, workers=2)
    before = tables(course)

    run_in_another_process(course, workers=1)

    assert len(before["grade"]) == 3 * EACH * len(CHANCES)
    assert tables(course) == before
    outputs = [output for text in graded_notebooks(course).values() for output in outputs_of(text)]
    assert {output.get("ename") for output in outputs} == {"AssertionError"}
    assert {score for row in before["grade"] for score in row if isinstance(score, float)} == {0.0, 1.0, 2.0, 3.0}


def test_the_seed_stands_in_the_graded_notebook_and_belongs_to_its_answers_alone(course):
    run(course, workers=2)
    seeds = {student: json.loads(text)["metadata"]["autograder"] for student, text in graded_notebooks(course).items()}

    assert len({seed["seed"] for seed in seeds.values()}) == EACH * len(CHANCES)

    nbgrader("autograde", ASSIGNMENT, "--student", "python 0", "--force", cwd=course)
    hand_in(course, "numpy 1", {}, "2026-03-04 13:00:00 UTC")
    run(course, workers=2)
    again = {
        student: nbformat.reads(text, as_version=4).metadata.autograder
        for student, text in graded_notebooks(course).items()
    }

    assert {student for student in seeds if seeds[student] != again[student]} == {"numpy 1"}
