"""Installed into an empty environment, without this course: a foreign nbgrader course is graded sealed."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook

from bank import ROOT
from tests.distribution.test_projects import build_wheel
from tests.sealed.course import answer, setup
from tests.sealed.course import test_of as graded
from tests.tools.test_environment import pins

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and a folder for courses beside it."""

    folder: Path

    def run(self, program: str, *arguments: str, cwd: Path | None = None, check: bool = True) -> str:
        """Run one of its programs as somebody would who activated it; returns what it printed."""
        names = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
        clean = {name: value for name, value in os.environ.items() if name not in names}
        programs = self.folder / "venv" / "bin"
        done = subprocess.run(
            [shutil.which(program, path=programs) or program, *arguments],
            cwd=cwd or self.folder,
            env=clean | {"PATH": f"{programs}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=1500,
        )
        assert done.returncode == 0 or not check, f"{program} {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def install(self, *what: str) -> None:
        # The pinned versions: what is tested is what an environment lacks, not what appeared since.
        self.run("python", "-m", "pip", "install", "--quiet", "--constraint", str(ROOT / "requirements.txt"), *what)

    def has(self, module: str) -> bool:
        return self.run("python", "-c", f"import importlib.util as u; print(u.find_spec({module!r}))") != "None\n"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Environment:
    """An environment with the wheel and what it asks for."""
    made = Environment(tmp_path_factory.mktemp("elsewhere"))
    subprocess.run([sys.executable, "-m", "venv", made.folder / "venv"], check=True, timeout=300)
    made.install(str(build_wheel(made.folder)))
    return made


def test_without_this_course_and_without_torch(elsewhere):
    assert not any(elsewhere.has(name) for name in ("coursekit", "bank", "tests", "tools", "torch"))
    cells = [
        setup("tools", "import math"),
        answer("area", "def area(radius):\n    return math.pi * radius**2"),
        graded("area-small", "assert area(0) == 0", 1),
        graded("area-any", hidden("assert math.isclose(area(3), 9 * math.pi), 'area(3) is wrong'"), 4),
    ]
    wrong = "def area(radius):\n    return radius"

    course = make_course(elsewhere, "without", cells, {"right": cells[1].source, "wrong": wrong})
    said = elsewhere.run("autograder", "grade", "ps1", cwd=course)

    assert "2 submissions graded, 0 unchanged, 0 need a look." in said
    assert scores(elsewhere, course) == {"right": 5, "wrong": 1}
    assert "area(3) is wrong" in (course / "autograded" / "wrong" / "ps1" / "shapes.ipynb").read_text(encoding="utf-8")
    assert "2 submissions" in elsewhere.run("autograder", "feedback", "ps1", cwd=course)
    page = (course / "feedback" / "wrong" / "ps1" / "shapes.html").read_text(encoding="utf-8")
    assert "area(3) is wrong" in page and "isclose" not in page
    assert "graded sealed and sandboxed" in elsewhere.run("autograder", "doctor", cwd=course)


def test_without_this_course_and_with_torch(elsewhere):
    elsewhere.install(f"torch=={pins()['torch']}")
    right = """
        def restore(path):
            model = nn.Linear(3, 2)
            model.load_state_dict(torch.load(path))
            return model
    """
    visible = """
        model = nn.Linear(3, 2)
        torch.save(model.state_dict(), "a.pth")
        assert isinstance(restore("a.pth"), nn.Linear)
    """
    cells = [
        setup("tools", "import torch\nfrom torch import nn"),
        answer("restore", right),
        graded("restore-type", visible, 1),
        graded(
            "restore-values", hidden("assert torch.equal(restore('a.pth').weight, model.weight), 'weight differs'"), 4
        ),
    ]
    wrong = "def restore(path):\n    return nn.Linear(3, 2)"

    course = make_course(elsewhere, "with", cells, {"right": cells[1].source, "wrong": wrong})
    elsewhere.run("autograder", "grade", "ps1", cwd=course)

    assert scores(elsewhere, course) == {"right": 5, "wrong": 1}
    assert "weight differs" in (course / "autograded" / "wrong" / "ps1" / "shapes.ipynb").read_text(encoding="utf-8")


def test_the_guide_for_other_courses_leads_from_stock_to_sealed_and_back(elsewhere):
    cells = [
        setup("tools", "import math"),
        answer("area", "def area(side):\n    return side**2"),
        graded("area-small", "assert area(1) == 1", 1),
        graded("area-any", hidden("assert area(3) == 9, 'area(3) is wrong'"), 4),
    ]
    answers = {"right": cells[1].source, "wrong": "def area(side):\n    return side"}
    course = make_course(elsewhere, "guide", cells, answers, sealed=False)
    before = (course / "nbgrader_config.py").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "grade-your-own-course.md").read_text(encoding="utf-8")
    steps = re.findall(r"^```\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    commands = [line for step in steps for line in step.splitlines() if not line.startswith("pip install")]

    said = elsewhere.run("bash", "-ec", "\n".join(commands), cwd=course)

    assert "graded sealed and sandboxed on this machine." in said
    assert "the same points" in said
    assert "2 submissions graded, 0 unchanged, 0 need a look." in said
    assert "ps1: every test catches something, nothing slips through." in said
    assert scores(elsewhere, course) == {"right": 5, "wrong": 1}
    (course / "nbgrader_config.py").write_text(before, encoding="utf-8")
    elsewhere.run("nbgrader", "autograde", "ps1", "--force", cwd=course)
    assert scores(elsewhere, course) == {"right": 5, "wrong": 1}


def hidden(code: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{code}\n### END HIDDEN TESTS"


def make_course(elsewhere: Environment, name: str, cells: list, answers: dict[str, str], sealed: bool = True) -> Path:
    """A released course with one assignment, `ps1`; each student handed in an answer to its second cell."""
    course = elsewhere.folder / name
    (course / "source" / "ps1").mkdir(parents=True)
    lines = elsewhere.run("autograder", "config") if sealed else ""
    (course / "nbgrader_config.py").write_text("c = get_config()\n" + lines, encoding="utf-8")
    nbformat.write(new_notebook(cells=cells), course / "source" / "ps1" / "shapes.ipynb")
    elsewhere.run("nbgrader", "generate_assignment", "ps1", "--create", cwd=course)
    for student, source in answers.items():
        notebook = nbformat.read(course / "release" / "ps1" / "shapes.ipynb", as_version=4)
        assert "HIDDEN" not in str(notebook)
        notebook.cells[1].source = source
        (course / "submitted" / student / "ps1").mkdir(parents=True)
        nbformat.write(notebook, course / "submitted" / student / "ps1" / "shapes.ipynb")
    return course


def scores(elsewhere: Environment, course: Path) -> dict[str, float]:
    """By student, as nbgrader itself exports them."""
    elsewhere.run("nbgrader", "export", cwd=course)
    with open(course / "grades.csv", newline="", encoding="utf-8") as rows:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(rows)}
