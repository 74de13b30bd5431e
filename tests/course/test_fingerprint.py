"""What decides a grade is part of what "unchanged" means."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import fingerprint as module
from autograder.course.fingerprint import fingerprint, folder_fingerprint, versions
from autograder.course.folder import Course
from autograder.intake.submission import read_submission
from bank import ROOT


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course whose notebook imports a package, installed in a folder of its own."""
    source = tmp_path / "course" / "source" / "ps1"
    source.mkdir(parents=True)
    (tmp_path / "course" / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    nbformat.write(new_notebook(cells=[new_code_cell("import sealing_wax")]), source / "problem.ipynb")
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    install(tmp_path, "1.0")
    return tmp_path / "course"


def install(folder: Path, version: str) -> None:
    for old in (folder / "installed").glob("*.dist-info"):
        (old / "METADATA").unlink()
        old.rmdir()
    info = folder / "installed" / f"sealing_wax-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: sealing-wax\nVersion: {version}\n", encoding="utf-8")


def print_of(course: Path, handed_in: str = "files", gradebook: str = "points", assignment: str = "ps1") -> str:
    return fingerprint(Course(course), assignment, handed_in, gradebook)


def test_nothing_changed(course):
    assert print_of(course) == print_of(course)


def test_another_submission_and_another_gradebook(course):
    assert len({print_of(course), print_of(course, handed_in="others"), print_of(course, gradebook="more")}) == 3


HANDED_IN = {"problem.ipynb": "{}", "data/points.csv": "1", "timestamp.txt": "2026-03-01 12:00:00 UTC"}


def handed_in(folder: Path, **changed: str | None) -> str:
    """The hash of a submission with some files changed; None for one that is missing."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in {**HANDED_IN, **changed}.items():
        if content is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    return read_submission(folder, ["problem"], ["*.pyc"], most=1000).digest()


@pytest.mark.parametrize("path", HANDED_IN)
def test_every_file_of_a_submission_its_content_and_its_absence(tmp_path, path):
    folder = tmp_path / "submitted"
    assert len({handed_in(folder), handed_in(folder, **{path: "[]"}), handed_in(folder, **{path: None})}) == 3


def test_another_file_more_and_a_file_under_another_name_but_none_that_the_course_ignores(tmp_path):
    folder = tmp_path / "submitted"
    renamed = handed_in(folder, **{"data/points.csv": None, "data/Points.csv": "1"})
    assert len({handed_in(folder), handed_in(folder, more=""), renamed}) == 3
    assert handed_in(folder, **{"work.pyc": "x"}) == handed_in(folder)


def test_another_source_notebook(course):
    before = print_of(course)
    path = course / "source" / "ps1" / "problem.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("import sealing_wax\n")]), path)
    assert print_of(course) != before


def test_another_version_of_what_the_notebook_imports(course):
    before = print_of(course)
    install(course.parent, "2.0")
    assert print_of(course) != before


def test_another_version_of_what_a_file_beside_the_notebook_imports(course):
    nbformat.write(new_notebook(), course / "source" / "ps1" / "problem.ipynb")
    (course / "source" / "ps1" / "scenes.py").write_text("import sealing_wax", encoding="utf-8")
    before = print_of(course)
    install(course.parent, "2.0")
    assert print_of(course) != before


@pytest.mark.parametrize("path", ["scenes.py", "data/points.csv"])
def test_another_file_beside_the_notebook(course, path):
    before = print_of(course)
    (course / "source" / "ps1" / path).parent.mkdir(exist_ok=True)
    (course / "source" / "ps1" / path).write_text("seed = 2", encoding="utf-8")
    assert print_of(course) != before


def test_another_text_of_a_module_of_the_course_s_own(course):
    own = course.parent / "installed" / "sealing_wax.py"
    own.write_text("colour = 'red'", encoding="utf-8")
    before = print_of(course)
    own.write_text("colour = 'blue'", encoding="utf-8")
    assert print_of(course) != before


@pytest.mark.parametrize("line", ["c.SealedExecute.memory = 100", "c.LimitOutput.max_lines = 5", "# read again"])
def test_another_line_in_the_settings(course, line):
    before = print_of(course)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(line + "\n")
    assert print_of(course) != before


def test_another_setting_that_holds_for_all_courses_of_an_account(course):
    before = print_of(course)
    config = Path(os.environ["JUPYTER_CONFIG_DIR"]) / "nbgrader_config.py"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("c.SealedExecute.memory = 100\n", encoding="utf-8")
    try:
        assert print_of(course) != before
    finally:
        config.unlink()


@pytest.mark.parametrize("name", ["torch", "nbgrader", "numpy"])
def test_another_version_of_what_grades(course, name):
    before = print_of(course)
    info = course.parent / "installed" / f"{name}-99.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 99.0\n", encoding="utf-8")
    assert print_of(course) != before


def test_another_version_of_python(course, monkeypatch):
    before = print_of(course)
    monkeypatch.setattr(sys, "version", f"{sys.version} (rebuilt)")
    assert print_of(course) != before


@pytest.mark.parametrize("path", ["cli.py", "sealed/wire.py"])
def test_another_text_of_the_grader_itself(course, monkeypatch, path):
    copied = shutil.copytree(Path(module.__file__).parents[1], course.parent / "autograder")
    monkeypatch.setattr(module, "__file__", str(copied / "course" / "fingerprint.py"))
    before = print_of(course)
    (copied / "__pycache__" / "more.pyc").write_bytes(b"")
    assert print_of(course) == before
    with (copied / path).open("a", encoding="utf-8") as code:
        code.write("# changed")
    assert print_of(course) != before


def test_another_assignment_s_source_changes_nothing(course):
    before = print_of(course)
    shutil.copytree(course / "source" / "ps1", course / "source" / "ps2")
    other = print_of(course, assignment="ps2")
    (course / "source" / "ps2" / "scenes.py").write_text("seed = 2", encoding="utf-8")
    assert print_of(course) == before
    assert print_of(course, assignment="ps2") != other


def test_a_notebook_that_imports_the_main_module_has_a_fingerprint(course, monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)  # as in an installed command
    nbformat.write(new_notebook(cells=[new_code_cell("import __main__")]), course / "source" / "ps1" / "problem.ipynb")
    assert print_of(course) == print_of(course)


SETTINGS_WITHOUT_JSON = """
import functools
from pathlib import Path
def hook(**names): pass
class Hook:
    def __call__(self, **names): pass
c.Autograde.pre_convert_hook = hook
c.Autograde.post_convert_hook = Hook()
c.GenerateFeedback.pre_convert_hook = functools.partial(hook, student="ada")
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", "language_info", "authors", "title"}
c.HTMLExporter.preprocessors.append("one.Two")
c.CSSHTMLHeaderPreprocessor.masks.update({"kernelspec", "language_info", "authors", "title"})
"""


@pytest.mark.slow
def test_settings_that_json_has_no_form_for_are_the_same_in_another_process(course):
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(SETTINGS_WITHOUT_JSON)
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.course.test_fingerprint import print_of\n"
        "unused = [object() for _ in range(int(sys.argv[2]))]\nprint(print_of(Path(sys.argv[1])))"
    )
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(course), seed * 4]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1


def test_the_versions_of_what_grades_are_known():
    for name in ("torch", "numpy", "nbgrader"):
        assert f"{name} {metadata.version(name)}" in versions([])


def test_a_file_whose_name_is_no_text_has_a_fingerprint(tmp_path):
    """nbgrader's own autograde copies it from a submission beside the graded notebook, of which feedback is made."""
    (tmp_path / "autograded").mkdir()
    before = folder_fingerprint(tmp_path / "autograded")

    (tmp_path / "autograded" / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"1")

    assert folder_fingerprint(tmp_path / "autograded") != before
