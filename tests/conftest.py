"""What all tests share: a course folder to try things in, and no silent skips in CI."""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Generator
from multiprocessing import get_context

import pytest
import torch
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


@pytest.hookimpl(wrapper=True, tryfirst=True)  # pytest's own turns an expected failure into a skip, within this one
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a promise that was not tested is a promise broken: a skip is a failure, also for `--last-failed`.

    A missing GPU is the exception: the tests that need one are named, and nothing is promised of them.
    """
    report = yield
    return report if needs_missing_gpu(item) else not_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole file that is skipped has no test that could say so."""
    return not_skipped((yield))


def needs_missing_gpu(item: pytest.Item) -> bool:
    return item.get_closest_marker("gpu") is not None and not torch.cuda.is_available()


def not_skipped(report):
    if report.skipped and os.environ.get("CI"):
        report.outcome, report.longrepr = "failed", f"Skipped, which CI does not allow: {report.longrepr}"
        vars(report).pop("wasxfail", None)
    return report
