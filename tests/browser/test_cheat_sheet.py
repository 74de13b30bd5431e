"""The cheat sheet in a real browser: two pages of A4 on paper, and readable on a screen in both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import new_page
from tests.browser.lab import SHOTS
from tools.cheat_sheet import SHEET

A4 = (297, 210)  # mm
POINT = 25.4 / 72  # mm


@pytest.fixture
def opened(chromium) -> Iterator[Page]:
    page = new_page(chromium)
    page.goto(SHEET.as_uri())
    yield page
    page.context.close()


def test_printed_it_is_two_pages_of_a4(opened):
    pdf = opened.pdf(prefer_css_page_size=True, path=SHOTS / "cheat-sheet.pdf")

    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [tuple(round(float(side) * POINT) for side in sheet) for sheet in sheets] == [A4, A4]


@pytest.mark.parametrize("kind", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 1400])
def test_on_a_screen_no_code_scrolls_sideways_and_axe_finds_no_fault(opened, kind, width):
    opened.emulate_media(color_scheme=kind)
    opened.set_viewport_size({"width": width, "height": 1000})
    opened.screenshot(path=SHOTS / f"cheat-sheet-{kind}-{width}.png", full_page=True)

    wide = opened.evaluate("[...document.querySelectorAll('pre')].filter(p => p.scrollWidth > p.clientWidth).length")
    found = Axe().run(opened)

    assert wide == 0
    assert found.violations_count == 0, found.generate_report()
