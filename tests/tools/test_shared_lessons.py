"""Two processes share the browser's tests, and each lesson is opened by one of them, once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bank import ROOT

CONFTEST = "from tests.browser.conftest import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler\n"
LESSONS = """\
from pathlib import Path

import pytest


@pytest.fixture(scope="module", params=["01-state-dict", "02-training-trace", "basics"])
def lesson(request):
    with open(Path(__file__).with_name("opened"), "a", encoding="utf-8") as opened:
        opened.write(f"{request.param}\\n")


def test_runs(lesson): ...


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_is_readable(lesson, kind): ...


def test_asks(lesson): ...
"""


@pytest.mark.slow
def test_each_lesson_is_opened_once(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_lessons.py").write_text(LESSONS, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", ".", "-p", "no:cacheprovider", "-n", "2"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert "12 passed" in done.stdout, done.stdout + done.stderr
    opened = (tmp_path / "opened").read_text(encoding="utf-8").splitlines()
    assert sorted(opened) == ["01-state-dict", "02-training-trace", "basics"]
