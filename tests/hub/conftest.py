"""A hub for all tests of it, and the people who log in there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from examples.hub.try_out import Trial, trial
from tests.browser.conftest import chromium as chromium
from tests.browser.conftest import new_page


@dataclass(frozen=True)
class Person:
    """Somebody with an account, in front of a browser of their own."""

    name: str  #: of the account
    page: Page
    address: str  #: of their JupyterLab
    home: Path

    def open(self, path: str = "") -> None:
        """Open JupyterLab, at a file or without any; `reset` forgets which tabs were open."""
        self.page.goto(f"{self.address}/lab{f'/tree/{path}' if path else ''}?reset")
        self.page.get_by_role("menubar").wait_for()


@pytest.fixture(scope="session")
def hub() -> Iterator[Trial]:
    if os.geteuid() != 0:
        pytest.skip("only root can make accounts. Next step: make hub-test as root")
    with trial() as made:
        made.start()
        yield made


@pytest.fixture(scope="session")
def people(hub, chromium) -> Iterator[dict[str, Person]]:
    """Everybody, logged in with their password."""
    everybody = {person: log_in(hub, person, new_page(chromium)) for person in hub.names}
    yield everybody
    for one in everybody.values():
        one.page.context.close()


def log_in(hub: Trial, person: str, page: Page) -> Person:
    name = hub.names[person]
    # While the hub restarts, JupyterLab may say so, and asks whether to start a server that still runs.
    unreachable = page.get_by_role("dialog", name=re.compile("Server unavailable or unreachable"))
    page.add_locator_handler(unreachable, lambda: unreachable.get_by_role("button", name="Dismiss").click())
    page.goto(f"{hub.hub.address}/hub/login")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(hub.passwords[person])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/user/[^/]+/lab"))
    page.get_by_role("menubar").wait_for()
    return Person(name, page, page.url.partition("/lab")[0], hub.hub.homes / name)
