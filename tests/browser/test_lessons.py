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
from coursekit.quiz import scoring
from tests.browser.conftest import new_page
from tests.browser.lab import (
    THEMES,
    close_kernels,
    code_cells,
    errors_of,
    follow,
    open_first_lesson,
    run_all,
    shoot,
    theme,
)

LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
#: what the course itself puts on the page; the editors and buttons around it are JupyterLab's
OURS = [".jp-RenderedMarkdown", ".jp-OutputArea-output"]


@dataclass(frozen=True)
class Lesson:
    name: str
    page: Page
    panel: Locator  #: the notebook on the page
    executed: NotebookNode

    def calls(self, function: str) -> int:
        """How often the lesson's code calls a function."""
        return sum(cell.source.count(f"{function}(") for cell in code_cells(self.executed))


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, chromium, lab) -> Iterator[Lesson]:
    """A lesson, opened by its link in the first one, after all its cells have run."""
    page, name = new_page(chromium), request.param
    panel = open_first_lesson(page, lab)
    if name != LESSONS[0]:
        panel = follow(page, panel, f"notebooks/{name}.ipynb")
    executed = run_all(page, lab.folder / "notebooks" / f"{name}.ipynb")
    yield Lesson(name, page, panel, executed)
    close_kernels(page, lab)
    page.context.close()


def test_a_lesson_opened_from_the_first_one_runs_from_top_to_bottom(lesson):
    code = code_cells(lesson.executed)

    assert errors_of(code) == []
    assert all(cell.execution_count for cell in code)


def test_every_widget_of_a_lesson_shows_another_picture_when_a_key_moves_it(lesson):
    shown = lesson.panel.locator(".jp-OutputArea-output:has(.course-control select)")

    expect(shown).to_have_count(lesson.calls("views.View") + sum(lesson.calls(f"views.{name}") for name in SHOWS))
    for widget in shown.all():
        move(widget.get_by_role("combobox"), "ArrowDown", widget)
        if widget.get_by_role("slider").count():
            move(widget.get_by_role("slider"), "ArrowRight", widget)
            shoot(lesson.page, f"widget-{lesson.name}")


SHOWS = [name for name in views.__all__ if name.startswith("show_")]


def move(control: Locator, key: str, widget: Locator) -> None:
    """Press a key in a control, and see another picture with other words, and all controls at the same place."""
    before = picture_of(widget)
    control.press(key)
    expect(widget.locator("img:visible")).not_to_have_attribute("alt", before[0])
    assert picture_of(widget)[1] != before[1]
    assert {c.evaluate("c => c.selectedIndex ?? c.valueAsNumber") for c in widget.locator("select, input").all()} == {
        widget.locator("select").evaluate("menu => menu.selectedIndex")
    }


def picture_of(widget: Locator) -> tuple[str | None, str | None]:
    image = widget.locator("img:visible")
    return image.get_attribute("alt"), image.get_attribute("src")


@pytest.mark.parametrize("name", SHOWS)
def test_every_widget_stands_in_a_lesson(name):
    assert any(f"views.{name}(" in (ROOT / "notebooks" / f"{lesson}.ipynb").read_text("utf-8") for lesson in LESSONS)


def test_the_quick_check_explains_a_wrong_and_a_right_answer_given_by_keyboard(lesson):
    box = lesson.panel.locator(".jp-OutputArea-output:has(fieldset)").first
    asked = quiz.load().of("quick", int(lesson.name[:2])) if lesson.calls("quiz.quick_check") else ()

    for number, question in enumerate(asked, 1):
        for choice in (question.wrong[0], question.right):
            give(lesson.page, box, number, question.choices().index(choice))
            said = box.get_by_role("status").nth(number - 1)
            expect(said).to_contain_text("✓ Right." if choice.right else "✗ Not right.")
            expect(said).to_contain_text(choice.why.partition("`")[0])
    expect(box.get_by_role("radio", checked=True)).to_have_count(len(asked))
    if asked:
        shoot(lesson.page, f"quick-check-{lesson.name}")


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


@pytest.mark.parametrize("kind", THEMES)
def test_axe_finds_no_fault_in_a_lesson(lesson, kind):
    with theme(lesson.page, kind):
        found = Axe().run(lesson.page, context=OURS)

    assert found.violations_count == 0, found.generate_report()
