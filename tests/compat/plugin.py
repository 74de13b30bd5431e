"""pytest plug-in: nbgrader's own tests run with the settings that `autograder config` prints.

nbgrader's commands find them as they find any user's: in `nbgrader_config.py` in `$JUPYTER_CONFIG_DIR`. `test_api`
makes a configuration of its own; the settings are merged into it.
"""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters.base import BaseConverter
from traitlets.config import Config, PyFileConfigLoader

from autograder.course.folder import put_environment_on_path
from tests.compat.differences import DIFFERENCES, SKIPPED, TESTS

settings = pytest.StashKey[Config]()
outcomes: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Make a user's configuration folder, with the printed lines and nothing else. Each worker has its own."""
    folder = tempfile.TemporaryDirectory(prefix="compat-")
    config.add_cleanup(folder.cleanup)
    printed = subprocess.run([sys.executable, "-m", "autograder", "config"], capture_output=True, text=True, check=True)
    file = Path(folder.name, "nbgrader_config.py")
    file.write_text("c = get_config()\n" + printed.stdout, encoding="utf-8")
    config.stash[settings] = PyFileConfigLoader(file.name, path=folder.name).load_config()
    os.environ |= {name: folder.name for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    os.environ.setdefault("USER", getpass.getuser())  # test_nbgrader_fetchfeedback reads it; a CI machine may lack it
    put_environment_on_path()


@pytest.fixture(autouse=True)
def printed_settings_in_use(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """An nbgrader command that does not have every printed setting stops with an error."""
    printed, start = pytestconfig.stash[settings], BaseConverter.start

    def start_with_settings(converter: BaseConverter) -> None:
        for name, value in printed.get(type(converter).__name__, {}).items():
            found = getattr(converter, name)
            if isinstance(found, type):  # traitlets imports the class that a setting names
                found = f"{found.__module__}.{found.__qualname__}"
            assert found == value, f"{type(converter).__name__}.{name} is not as printed"
        start(converter)

    monkeypatch.setattr(BaseConverter, "start", start_with_settings)


@pytest.fixture(autouse=True)
def settings_for_test_api(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give `test_api` the settings, and take --no-execute from its commands.

    It asks for --no-execute to save time, and expects the same scores; sealed grading refuses that.
    """
    if request.path.name != "test_api.py":
        return
    make = NbGraderAPI.__init__

    def make_with_settings(api: NbGraderAPI, *arguments, config: Config, **more) -> None:
        config.merge(pytestconfig.stash[settings])
        make(api, *arguments, config=config, **more)

    monkeypatch.setattr(NbGraderAPI, "__init__", make_with_settings)
    monkeypatch.setitem(AutogradeApp.flags, "no-execute", ({}, ""))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """A listed test has to fail, and to show what the list says."""
    report = yield
    listed = DIFFERENCES.get(item.nodeid)
    if listed is None or report.when != "call":
        return report
    if report.passed:
        report.outcome = "failed"
        report.longrepr = "This test passes now. Take it out of tests/compat/differences.py."
    elif report.failed and listed.shows in f"{call.excinfo.value}\n{report.caplog}\n{report.capstderr}":
        report.outcome, report.wasxfail = "skipped", listed.reason
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or not report.passed:
        outcomes[report.nodeid] = "xfailed" if hasattr(report, "wasxfail") else report.outcome


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        return
    found = problems(outcomes)
    if found:
        print("\n", *found, sep="\n")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def problems(outcomes: dict[str, str]) -> list[str]:
    """What a run lacks although no test failed: tests that are gone, and tests that were skipped."""
    ran = Counter(nodeid.partition("::")[0] for nodeid in outcomes)
    fewer = [f"{name}: {ran[name]} tests ran of {count}" for name, count in TESTS.items() if ran[name] < count]
    skipped = [f"{nodeid}: skipped" for nodeid, how in outcomes.items() if how == "skipped" and nodeid not in SKIPPED]
    return fewer + skipped
