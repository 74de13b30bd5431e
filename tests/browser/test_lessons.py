"""Every lesson in a real browser: it runs, its widgets and quizzes work by keyboard, and axe-core finds no fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from playwright.sync_api import Locator, Page, expect

from bank import ROOT
from coursekit import quiz, views
from coursekit.lessons import SHORT_WAY
from coursekit.quiz import scoring
from coursekit.quiz.bank import Question
from tests.browser.conftest import new_page
from tests.browser.lab import (
    THEMES,
    close,
    close_kernels,
    code_cells,
    errors_of,
    follow,
    open_first_lesson,
    run_all,
    shoot,
    theme,
)

WIDTHS = (1000, 1400)  #: of the window, in pixels
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
#: what the course itself puts on the page; the editors and buttons around it are JupyterLab's
OURS = [".jp-RenderedMarkdown", ".jp-OutputArea-output"]


@dataclass(frozen=True)
class Lesson:
    name: str
    page: Page
    panel: Locator  #: the notebook on the page
    executed: NotebookNode

    @property
    def unit(self) -> int | str:
        """As the quizzes name it: by its number, or the short way by its name."""
        return self.name if self.name == SHORT_WAY else int(self.name[:2])

    def calls(self, function: str) -> int:
        """How often the lesson's code calls a function."""
        return sum(cell.source.count(f"{function}(") for cell in code_cells(self.executed))


@pytest.fixture(scope="module")
def start_page(chromium, lab) -> Iterator[tuple[Page, Locator]]:
    """JupyterLab with the first lesson in front: it stays open, as a learner's does who goes from lesson to lesson."""
    page = new_page(chromium)
    yield page, open_first_lesson(page, lab)
    close_kernels(page, lab)
    page.context.close()


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, start_page, lab) -> Iterator[Lesson]:
    """A lesson, opened by its link in the first one, after all its cells have run."""
    page, panel = start_page
    name = request.param
    if name != LESSONS[0]:
        panel = follow(page, panel, f"notebooks/{name}.ipynb")
    executed = run_all(page, lab.folder / "notebooks" / f"{name}.ipynb")
    yield Lesson(name, page, panel, executed)
    if name != LESSONS[0]:
        close(page, panel)


def test_a_lesson_opened_from_the_first_one_runs_from_top_to_bottom(lesson):
    code = code_cells(lesson.executed)

    assert errors_of(code) == []
    assert all(cell.execution_count for cell in code)


def test_every_widget_of_a_lesson_shows_another_picture_when_a_key_moves_its_one_control(lesson):
    controls = lesson.panel.locator(".course-control select, .course-control input[type=range]")

    expect(controls).to_have_count(lesson.calls("views.View") + sum(lesson.calls(f"views.{name}") for name in SHOWS))
    for control in controls.all():
        widget = control.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")
        before = picture_of(widget)
        control.press("ArrowRight" if control.get_attribute("type") == "range" else "ArrowDown")
        expect(widget.locator("svg[role=img]:visible")).not_to_have_attribute("aria-label", before[0])
        assert picture_of(widget)[1] != before[1]
    if controls.count():
        shoot(lesson.page, f"widget-{lesson.name}")


SHOWS = [name for name in views.__all__ if name.startswith("show_")]


def picture_of(widget: Locator) -> tuple[str, str]:
    drawing = widget.locator("svg[role=img]:visible")
    return drawing.get_attribute("aria-label") or "", drawing.inner_html()


@pytest.mark.parametrize("name", SHOWS)
def test_every_widget_stands_in_a_lesson(name):
    assert any(f"views.{name}(" in (ROOT / "notebooks" / f"{lesson}.ipynb").read_text("utf-8") for lesson in LESSONS)


def test_the_quick_check_explains_a_wrong_and_a_right_answer_given_by_keyboard(lesson):
    box = quick_check(lesson)
    asked = quiz.load().of("quick", lesson.unit) if lesson.calls("quiz.quick_check") else ()

    for number, question in enumerate(asked, 1):
        for choice in (question.wrong[0], question.right):
            give(lesson.page, box, number, question.choices().index(choice))
            said = box.get_by_role("status").nth(number - 1)
            expect(said).to_contain_text("✓ Right." if choice.right else "✗ Not right.")
            expect(said).to_contain_text(choice.why.partition("`")[0])
    expect(box.get_by_role("radio", checked=True)).to_have_count(len(asked))
    if asked:
        expect(box.get_by_role("status").last).to_have_text("3 of 3 right.")
        expect(box).to_contain_text("Question 1 of 3")
        right = box.locator(".quiz-right").first.evaluate("said => getComputedStyle(said).borderLeftColor")
        assert right == "rgb(0, 158, 115)"
        strip = lesson.panel.get_by_text("whole course:")  # it followed the answers
        expect(strip).not_to_contain_text("not yet read")


def quick_check(lesson: Lesson) -> Locator:
    return lesson.panel.locator(".jp-OutputArea-output:has(button[title^='Check the answer'])").first


def give(page: Page, box: Locator, number: int, place: int) -> None:
    """Answer a question and press Check at once, without a mouse."""
    pick(page, box, number, place)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(answers_to(box, number).nth(place)).to_be_checked()


def pick(page: Page, box: Locator, number: int, place: int) -> None:
    answers_to(box, number).first.focus()
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")


def answers_to(box: Locator, number: int) -> Locator:
    return box.get_by_role("radiogroup", name=f"Answers to question {number}", exact=True).get_by_role("radio")


def test_a_guess_by_keyboard_is_compared_with_the_run_and_the_others_stay_folded(lesson):
    asked = quiz.load().of("predict", lesson.unit) if lesson.calls("quiz.predict") else ()
    before = lesson.panel.locator(".jp-OutputArea-output:has(fieldset)").filter(has_text="Guess 1 of")
    after = lesson.panel.locator(".jp-OutputArea-output:has(button[title^='Compare the guesses'])")

    for place, group in enumerate(dict.fromkeys(question.group for question in asked)):
        guesses = [question for question in asked if question.group == group]
        guess_and_compare(lesson, before.nth(place), after.nth(place), guesses)
    if asked:
        shoot(lesson.page, f"prediction-{lesson.name}")


def guess_and_compare(lesson: Lesson, before: Locator, after: Locator, asked: list[Question]) -> None:
    """Guess rightly once and wrongly ever after, compare, and look at what is said."""
    for number, question in enumerate(asked, 1):
        expect(after.get_by_text(f"Answer to guess {number}")).to_be_visible()
        choice = question.right if number == 1 else question.wrong[0]
        pick(lesson.page, before, number, question.choices().index(choice))
    after.get_by_role("button", name="Compare my guesses").press("Enter")
    for number in range(1, len(asked) + 1):
        said = "✓ Guess 1 was right:" if number == 1 else f"✗ Guess {number} was:"
        expect(after.get_by_text(said)).to_be_visible()
        expect(answers_to(before, number).first).to_be_disabled()
    expect(after.get_by_role("button", name="Compare my guesses")).to_be_hidden()


def test_the_mastery_test_scores_ten_answers_given_by_keyboard_and_the_next_draw_too(lesson):
    box = lesson.panel.locator(".jp-OutputArea-output:has(fieldset)").first

    without: list[str] = []
    for missed in (9, 0) if lesson.calls("quiz.mastery") else ():
        seed = int(box.get_by_text(re.compile(r"^Draw \d+$")).text_content().removeprefix("Draw "))
        drawn = scoring.draw(quiz.load().of("mastery"), seed, without)
        without = [question.id for question in drawn]
        for place, question in enumerate(drawn):
            choice = question.wrong[0] if place == missed else question.right
            pick(lesson.page, box, place + 1, question.choices(seed).index(choice))
        box.get_by_role("button", name="Score my answers").press("Enter")
        expect(box.get_by_role("status").last).to_contain_text("9 of 10 right.")
        expect(box.get_by_role("radio", disabled=False)).to_have_count(0)
        box.get_by_role("button", name="Draw again").press("Enter")
        expect(box.get_by_text(f"Draw {seed + 1}", exact=True)).to_be_visible()


@pytest.fixture(scope="class", params=THEMES)
def appearance(request, lesson) -> Iterator[str]:
    """A lesson in one theme, and after its tests in the light one again. A change of theme draws everything anew."""
    with theme(lesson.page, request.param):
        yield request.param


PICTURES = """notebook => [...notebook.querySelectorAll("svg[role=img]")]
    .filter(drawing => drawing.getBoundingClientRect().width > 0)
    .map(drawing => ({
        ground: getComputedStyle(drawing).backgroundColor,
        colour: [...new Set([...drawing.querySelectorAll("text")].map(text => getComputedStyle(text).fill))],
        page: getComputedStyle(drawing.parentElement).color,
        wide: drawing.getBoundingClientRect().width,
        room: drawing.parentElement.getBoundingClientRect().width,
        smallest: Math.min(...[...drawing.querySelectorAll("text")].map(text => {
            const scale = text.getScreenCTM();
            return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.a, scale.b);
        })),
    }))"""
CODE = """notebook => [...notebook.querySelectorAll(".jp-CodeCell .cm-scroller")]
    .filter(code => code.getBoundingClientRect().width > 0)
    .filter(code => code.scrollWidth > code.clientWidth + 1).map(code => code.textContent)"""


class TestInBothThemes:
    def test_pictures_are_readable_and_code_does_not_scroll_sideways(self, lesson, appearance):
        page, seen = lesson.page, {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 1000})
            page.wait_for_timeout(300)
            seen[width] = lesson.panel.evaluate(PICTURES), lesson.panel.evaluate(CODE)
        page.set_viewport_size({"width": 1280, "height": 1000})
        if lesson.calls("quiz.quick_check"):
            quick_check(lesson).scroll_into_view_if_needed()
            shoot(page, f"quick-check-{lesson.name}-{appearance}")

        for width, (pictures, code) in seen.items():
            assert code == [], width
            for picture in pictures:
                assert picture["ground"] == "rgba(0, 0, 0, 0)"
                assert picture["page"] in picture["colour"]
                assert picture["smallest"] >= 11
                assert picture["wide"] <= picture["room"] + 1
                assert picture["wide"] >= 0.75 * picture["room"]

    def test_axe_finds_no_fault_in_a_lesson(self, lesson, appearance):
        found = Axe().run(lesson.page, context=OURS)

        assert found.violations_count == 0, found.generate_report()
