"""A Chromium for all browser tests, and JupyterLab as a learner starts it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.browser.lab import MOST, SHOTS, Lab, clone, close_kernels, started
from tools.system_packages import INSTEAD

expect.set_options(timeout=MOST)
CHROMIUM = "chromium-headless-shell"  #: without windows it takes a sixth less time
#: no sandbox, since tests may run as root; nothing that looks for Google's servers
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ByLesson(LoadScopeScheduling):
    """Two processes share the tests: of one lesson all go to the same, and so do those of any other file.

    A lesson is opened and run once for all of its tests. Marks for xdist would say the same, but with pytest 9.2 they
    do nothing: https://github.com/pytest-dev/pytest-xdist/issues/1386
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        parameters = test.partition("[")[2].removesuffix("]")
        lesson = parameters.removesuffix("-light").removesuffix("-dark")
        return lesson if file.endswith("test_lessons.py") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByLesson:
    return ByLesson(config, log)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, (CHROMIUM, *INSTEAD[CHROMIUM]))), None)
    if program is None:
        pytest.skip(f"no Chromium here. Next step, as root: apt-get install {CHROMIUM}")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def new_page(chromium: Browser) -> Page:
    page = chromium.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.set_default_timeout(MOST)
    return page


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Lab]:
    """`make lab`, in a learner's own clone."""
    with started(clone(tmp_path_factory.mktemp("learner") / "course")) as running:
        yield running


@pytest.fixture
def page(chromium, lab) -> Iterator[Page]:
    page = new_page(chromium)
    yield page
    close_kernels(page, lab)
    page.context.close()
