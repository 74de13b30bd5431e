"""The class report in a real browser: both themes, two widths, by keyboard, and axe-core finds no fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from autograder.cli import report_and_print
from autograder.course.folder import Course
from autograder.course.names import released_assignments
from autograder.report.page import LARGE
from tests.browser.lab import SHOTS
from tests.report.made_up import make_up

CLASSES = {"small": 14, "large": LARGE + 100}
THEMES = ("light", "dark")
WIDTHS = (1000, 1400)


@pytest.fixture(scope="module", params=CLASSES)
def course(request, tmp_path_factory) -> tuple[str, Path]:
    """The size of a class, and its course with a report."""
    students = [(f"s{number:03}", f"Last{number}", "First") for number in range(CLASSES[request.param])]
    folder = make_up(tmp_path_factory.mktemp(request.param), students, assignments=5, exercises=4)
    opened = Course(folder)
    report_and_print(opened, released_assignments(opened))
    return request.param, folder


@pytest.fixture(params=THEMES)
def page(request, chromium, course) -> Iterator[tuple[str, Page]]:
    context = chromium.new_context(color_scheme=request.param, viewport={"width": WIDTHS[0], "height": 1100})
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((course[1] / "report" / "index.html").as_uri())
    yield request.param, page
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_axe_finds_no_fault_in_a_report(page):
    for details in page[1].locator("details").all():
        details.evaluate("one => one.open = true")

    found = Axe().run(page[1])

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_hangs_over_the_edge_of_the_window(page, course, width):
    theme, report = page
    report.set_viewport_size({"width": width, "height": 1100})

    assert report.evaluate("document.documentElement.scrollWidth") == width
    for part in ("assignments", "map"):
        report.locator(f"#{part}").scroll_into_view_if_needed()
        report.locator(f"#{part}").screenshot(path=SHOTS / f"report-{course[0]}-{part}-{theme}-{width}.png")


def test_pictures_stand_on_no_ground_of_their_own_and_their_text_has_the_colour_of_the_page(page):
    colour = page[1].evaluate("getComputedStyle(document.body).color")

    pictures = page[1].get_by_role("img").all()
    assert pictures
    for picture in pictures:
        assert picture.get_attribute("aria-label")
        assert picture.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
        drawn = picture.locator("text").first
        assert drawn.evaluate("one => getComputedStyle(one).fill") == colour
        height = drawn.evaluate("one => one.getScreenCTM().d * parseFloat(getComputedStyle(one).fontSize)")
        assert height >= 10.5  # pixels


def test_the_keyboard_reaches_every_part_and_scrolls_wide_tables(page):
    report = page[1]
    report.keyboard.press("Tab")

    expect(report.locator("header a").first).to_be_focused()
    report.get_by_role("link", name="Map of the class").press("Enter")
    assert report.evaluate("location.hash") == "#map"
    table = report.get_by_role("region", name="Map of the class")
    table.focus()
    expect(table).to_be_focused()
