"""The compat run fails for what pytest alone would let pass."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bank import ROOT
from tests.compat.differences import DIFFERENCES, SKIPPED, TESTS
from tests.compat.plugin import problems


def run_as_listed() -> dict[str, str]:
    known = dict.fromkeys(DIFFERENCES, "xfailed") | dict.fromkeys(SKIPPED, "skipped")
    others = {}
    for name, count in TESTS.items():
        already = sum(nodeid.startswith(name) for nodeid in known)
        others |= {f"{name}::test_{number}": "passed" for number in range(count - already)}
    return known | others


def test_a_run_as_listed_has_no_problem():
    assert problems(run_as_listed()) == []


def test_a_missing_test_is_a_problem():
    run = run_as_listed()
    del run["test_nbgrader_autograde.py::test_0"]

    assert problems(run) == ["test_nbgrader_autograde.py: 41 tests ran of 42"]


def test_a_skip_that_is_not_listed_is_a_problem():
    run = run_as_listed() | {"test_api.py::test_0": "skipped"}

    assert problems(run) == ["test_api.py::test_0: skipped"]


@pytest.mark.slow
def test_a_listed_test_must_fail_and_for_the_reason_listed(tmp_path):
    module = tmp_path / "test_nbgrader_autograde.py"
    module.write_text("""
class TestNbGraderAutograde:
    def test_side_effects(self):
        pass

    def test_handle_failure(self):
        assert False, "something else"

    def test_handle_failure_single_notebook(self):
        raise AssertionError("process returned an unexpected return code: 0")
""")
    options = ["-p", "tests.compat.plugin", "-c", os.devnull, "--rootdir", tmp_path, "-p", "no:cacheprovider", "-rfxX"]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, module], cwd=ROOT, capture_output=True, text=True, timeout=300
    )

    lines = [line.split() for line in done.stdout.partition("short test summary info")[2].splitlines() if "::" in line]
    assert {nodeid.rpartition("::")[2]: verdict for verdict, nodeid, *_ in lines} == {
        "test_side_effects": "FAILED",
        "test_handle_failure": "FAILED",
        "test_handle_failure_single_notebook": "XFAIL",
    }
