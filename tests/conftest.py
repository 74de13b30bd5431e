"""What all tests share: a course folder to try things in, and no silent skips in CI."""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Generator
from multiprocessing import get_context

import pytest
from nbgrader import api

from autograder.course.folder import put_environment_on_path
from autograder.feedback import makers, pages
from tests.commands import nbgrader as nbgrader
from tools.course_copy import copy_course as copy_course

put_environment_on_path()
# What a new gradebook writes of its version: the same each time, and nbgrader starts alembic to ask for it.
api.get_alembic_version = functools.cache(api.get_alembic_version)


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory):
    """No setting of whoever runs the tests reaches nbgrader, and nothing stays in their home or temporary folder.

    A process of the tests may be killed at its end, when the machine is slow; then pytest removes what it left.
    """
    home = tmp_path_factory.mktemp("home")
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
        "TMPDIR": tmp_path_factory.mktemp("tmp"),
        "XDG_DATA_HOME": home / "share",
    }
    before = {name: os.environ.get(name) for name in folders}
    os.environ.update({name: str(path) for name, path in folders.items()})
    tempfile.tempdir = None  # Python has read TMPDIR already
    yield
    tempfile.tempdir = None
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture
def pages_from_a_fork(monkeypatch):
    """Processes that make feedback are forked from one that has imported nbgrader; a spawned one imports it.

    The tests of safe pages and of the command line spawn them, as a run for a real class does.
    """
    forked = get_context("forkserver")
    forked.set_forkserver_preload([pages.__name__])
    monkeypatch.setattr(makers, "get_context", lambda _: forked)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a promise that was not tested is a promise broken: a skip is a failure, also for `--last-failed`."""
    return not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole file that is skipped has no test that could say so."""
    return not_skipped((yield))


def not_skipped(report):
    needs_gpu = "gpu" in getattr(report, "keywords", ())  # the one kind that CI lets pass: it names what it did not ask
    if report.skipped and os.environ.get("CI") and not needs_gpu:
        report.outcome, report.longrepr = "failed", f"Skipped, which CI does not allow: {report.longrepr}"
    return report
