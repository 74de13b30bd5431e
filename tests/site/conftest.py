"""The site that `make site` has built, as its files and in a browser that reaches nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import chromium as chromium
from tests.site.pages import Site, read
from tools.site.__main__ import PAGES


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Site:
    assert (PAGES / "index.html").is_file(), "No site is built. Next step: make site"
    return read(PAGES)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=PAGES)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(request, chromium: Browser, address: str) -> Iterator[Page]:
    """A page in the theme that the test names. It asks nobody but the site for anything."""
    theme = getattr(request, "param", "light")
    context = chromium.new_context(color_scheme=theme, viewport={"width": 1000, "height": 1000}, base_url=address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    context.close()
