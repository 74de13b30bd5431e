"""What all tests share: a course folder to try things in, and no silent skips in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.folder import put_environment_on_path
from bank import ROOT

put_environment_on_path()


@pytest.fixture(autouse=True, scope="session")
def own_jupyter_folders(tmp_path_factory):
    """No setting of whoever runs the tests reaches nbgrader, and nothing is written to their home."""
    home = tmp_path_factory.mktemp("home")
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    before = {name: os.environ.get(name) for name in folders}
    os.environ.update({name: str(path) for name, path in folders.items()})
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


def nbgrader(*arguments: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess:
    """Run an nbgrader command as a person would; with check, fail with its own words."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=600)
    if check and done.returncode:
        pytest.fail(f"nbgrader {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
    return done


def copy_course(folder: Path, *units: str) -> Path:
    """Make a course folder like this repository's, with some of its units, not released yet."""
    (folder / "source").mkdir(parents=True)
    for unit in units:
        shutil.copytree(ROOT / "source" / unit, folder / "source" / unit)
    shutil.copy(ROOT / "source" / "header.ipynb", folder / "source")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        skipped.append(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a promise that was not tested is a promise broken."""
    if os.environ.get("CI") and skipped and not hasattr(session.config, "workerinput"):
        print("\nSkipped, which CI does not allow:", *skipped, sep="\n  ")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
