"""One set of settings: what `autograder config` prints is what this course uses, and nbgrader can import all of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader
from traitlets.utils.importstring import import_item

from autograder import grade_sealed
from autograder.course.settings import LINES
from bank import ROOT


def load(path: Path) -> Config:
    return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()


def settings() -> Config:
    made = Config()
    grade_sealed(made)
    return made


def named(value: object) -> list[str]:
    """The dotted strings in a setting."""
    if isinstance(value, str):
        return [value]
    return [name for item in (value.values() if isinstance(value, dict) else value) for name in named(item)]


def test_the_printed_lines_set_what_the_function_sets(tmp_path):
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\n" + LINES, encoding="utf-8")
    assert load(config) == settings()


def test_this_course_adds_to_these_settings_and_changes_none(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    ours = load(tmp_path / "nbgrader_config.py")
    for name, section in settings().items():
        assert ours[name] == section, name


def test_every_class_and_function_that_is_named_can_be_imported():
    names = named(settings())
    assert len(names) > 10
    for name in names:
        assert callable(import_item(name)), name


def test_reading_a_configuration_imports_no_library():
    # Every nbgrader command reads it, also those that students run.
    code = "import sys, autograder\nprint(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert {"torch", "nbgrader", "nbformat", "traitlets", "IPython"} & set(done.stdout.split()) == set()
