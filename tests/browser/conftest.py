"""A Chromium for all browser tests, and JupyterLab as a learner starts it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.lab import MOST, SHOTS, Lab, clone, close_kernels, started

expect.set_options(timeout=MOST)
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


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes share the tests: of one lesson all go to the same, and so do those of any other file."""
    for item in items:
        lesson = item.callspec.params.get("lesson") if hasattr(item, "callspec") else None
        item.add_marker(pytest.mark.xdist_group(lesson or item.path.stem))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium here. Next step, as root: apt-get install chromium")
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
