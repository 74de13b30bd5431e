"""The site in a real browser, in both themes: readable, faultless for axe-core, and its search finds things."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.lab import SHOTS

PAGES = {
    "index": "/docs/site/index.html",
    "syllabus": "/docs/site/syllabus.html",
    "student-guide": "/docs/site/student-guide.html",
    "threat-model": "/docs/threat-model.html",
    "lesson": "/notebooks/04-restoring.html",
    "assignment": "/release/04-restoring/restoring.html",
}
CLIPPED = """[...document.querySelectorAll("article p, article li, article summary")]
    .filter(text => text.scrollWidth > text.clientWidth + 1).map(text => text.textContent)"""
BOTH_THEMES = pytest.mark.parametrize("page", ["light", "dark"], indirect=True)


@BOTH_THEMES
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault_and_nothing_hangs_over_the_edge(page: Page, name: str):
    page.goto(PAGES[name])
    theme = page.locator("html").get_attribute("data-theme")
    for width in (1000, 1400):
        page.set_viewport_size({"width": width, "height": 1000})
        page.screenshot(path=SHOTS / f"site-{name}-{theme}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(CLIPPED) == []
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")  # what unfolds fades in

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@BOTH_THEMES
def test_pictures_stand_on_the_pages_own_ground_and_their_text_has_its_colour(page: Page):
    page.goto(PAGES["lesson"])
    page.locator("#cell-id\\=pipeline").scroll_into_view_if_needed()
    page.screenshot(path=SHOTS / f"site-picture-{page.locator('html').get_attribute('data-theme')}.png")
    grounds = page.evaluate("""() => [...document.querySelectorAll(".cell_output .text_html")].map(
        shown => getComputedStyle(shown).backgroundColor)""")
    colours = page.evaluate("""() => [...document.querySelectorAll("svg[role=img] text")].map(
        text => getComputedStyle(text).color)""")

    assert set(grounds) == {"rgba(0, 0, 0, 0)"}
    assert set(colours) == {page.locator("article").evaluate("one => getComputedStyle(one).color")}


def test_the_first_page_leads_on_to_every_lesson_and_back_by_next_and_previous(page: Page):
    page.goto("/")
    page.wait_for_url(re.compile("docs/site/index.html"))
    expect(page.locator("h1")).to_contain_text("Restoring PyTorch models")
    titles = []
    for _ in range(4):
        page.get_by_role("link", name=re.compile("^next", re.IGNORECASE)).last.click()
        titles.append(page.locator("h1").inner_text().split("\n")[0])
    page.get_by_role("link", name=re.compile("^previous", re.IGNORECASE)).last.click()

    assert [title.split()[0] for title in titles] == ["Syllabus", "Lessons", "0", "1"]
    expect(page.locator("h1")).to_contain_text("0 Start here")


def test_a_quiz_and_the_pictures_of_a_view_unfold(page: Page):
    page.goto(PAGES["lesson"])
    for summary, inside in (("Every choice explained", ".quiz-right"), ("1 Create the model", "svg[role=img]")):
        folded = page.locator("details", has=page.get_by_text(summary, exact=True)).first
        expect(folded.locator(inside).first).to_be_hidden()
        folded.locator("summary").first.press("Enter")
        expect(folded.locator(inside).first).to_be_visible()


def test_the_search_finds_a_function_in_its_lesson(page: Page):
    page.goto("/search.html?q=load_state_dict")

    found = page.locator("#search-results")
    expect(found).to_contain_text("4 Restoring: bring it back with load_state_dict, exactly")
    found.get_by_role("link", name=re.compile("^4 Restoring")).first.click()
    expect(page.locator("h1")).to_contain_text("4 Restoring")
