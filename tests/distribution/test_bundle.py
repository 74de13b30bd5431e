"""`make bundle`: one wheel with all that a learner needs and nothing that is hidden from them, and a zip with it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import nbformat
import pytest

from bank import ROOT, units
from coursekit.command.hand_out import SHEET
from tests.distribution.test_projects import COURSE, canonical, imported
from tests.tools.test_environment import pins
from tools import bundle
from tools.lock import read_project

pytestmark = pytest.mark.slow
NBGRADERS = ("validating.py", "submitting.py")  #: in coursekit, what only nbgrader calls


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The folder that `make bundle` fills."""
    folder = tmp_path_factory.mktemp("bundle")
    bundle.main(folder)
    return folder


@pytest.fixture(scope="module")
def wheel(made) -> dict[str, bytes]:
    """The files of the wheel, by path."""
    (path,) = made.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def about(wheel: dict[str, bytes]) -> Message:
    return message_from_bytes(next(content for name, content in wheel.items() if name.endswith("/METADATA")))


def test_the_wheel_holds_coursekit_lessons_and_assignments_as_they_are_here_and_nothing_else(wheel):
    places = ("coursekit", "notebooks/*.ipynb", "release/*/*", SHEET)
    tracked = subprocess.run(["git", "ls-files", *places], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    packed = {name: content for name, content in wheel.items() if ".dist-info/" not in name}

    assert packed == {
        name if name.startswith("coursekit/") else f"coursekit/course/{name}": (ROOT / name).read_bytes()
        for name in tracked.splitlines()
    }


def test_no_hidden_test_and_no_solution_is_in_the_wheel(wheel):
    texts = [text_of(content) if name.endswith(".ipynb") else content.decode() for name, content in wheel.items()]
    secrets = [(unit, secret) for unit in units() for secret in secrets_of(unit)]
    assert len(secrets) > 100

    leaked = [(unit, secret) for unit, secret in secrets if any(secret in text for text in texts)]

    assert leaked == []
    assert not any("### BEGIN" in text for text in texts)


def text_of(notebook: bytes) -> str:
    return "\n\n".join(cell.source for cell in nbformat.reads(notebook.decode(), as_version=4).cells)


def secrets_of(unit: str) -> list[str]:
    """Hidden tests and solutions of more than two lines; a shorter one is a sentence that lessons say, too."""
    (path,) = (ROOT / "source" / unit).glob("*.ipynb")
    blocks = re.findall(r"### BEGIN (?:HIDDEN TESTS|SOLUTION)\n(.*?)\n *### END", text_of(path.read_bytes()), re.S)
    return [block for block in blocks if block.count("\n") > 1]


def test_the_wheel_asks_for_the_pinned_versions_of_what_a_learner_needs(wheel):
    asked = [line for line in about(wheel).get_all("Requires-Dist") if "extra ==" not in line]
    names = {name: version for name, _, version in (line.partition("==") for line in asked)}

    assert {name: pins()[name] for name in names} == names
    assert {"torch", "jupyterlab", "ipykernel", "anywidget", "jupyter-server"} <= set(names)
    assert not {"nbgrader", "sealed-autograder", "sqlalchemy", "dask", "pytest"} & set(names)


def test_all_that_a_learners_side_imports_is_asked_for():
    without = {name: path for name, path in imported(COURSE / "coursekit").items() if Path(path).name not in NBGRADERS}

    assert set(without) <= {canonical(name) for name in read_project(COURSE)["dependencies"]}


def test_a_later_bundle_is_newer_for_pip(wheel):
    base = read_project(COURSE)["version"]

    assert re.fullmatch(rf"{re.escape(base)}\.post20\d{{10}}", about(wheel)["Version"])


def test_the_zip_holds_the_wheel_and_says_how_to_begin(made):
    (path,) = made.glob("*.whl")
    with zipfile.ZipFile(made / bundle.ZIP) as archive:
        assert sorted(archive.namelist()) == ["how-to-begin.txt", path.name]
        assert archive.read(path.name) == path.read_bytes()
        said = archive.read("how-to-begin.txt").decode("ascii")

    assert said.count(f"pip install {path.name}") == 2
    assert f"torch=={pins()['torch']} --index-url https://" in said
    assert not re.search(r"\b[A-Z_]{5,}\b(?<!FOLDER)", said)  # no word is left to fill in
