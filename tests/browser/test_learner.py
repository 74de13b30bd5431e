"""A learner's JupyterLab in a real browser: it opens at the first lesson, and an assignment is answered."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect

from bank import fill_in
from tests.bank.test_answer_bank import reference_answers
from tests.browser.lab import SHOTS, choose, follow, open_first_lesson, opened, shoot

UNIT, NOTEBOOK = "01-state-dict", "state-dict.ipynb"
TYPED = "build_model"  #: the answer that is typed in the browser


def test_lab_opens_at_the_first_lesson_without_the_teachers_tools(page, lab):
    page.goto(lab.url(""))

    opened(page, "00-start-here.ipynb")
    shoot(page, "start-here")
    choose(page, "Nbgrader")

    expect(page.get_by_role("menuitem", name="Assignment List")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Formgrader")).to_have_count(0)


def test_an_answer_is_typed_and_validate_says_what_failed_and_then_that_all_is_well(page, lab):
    answers = reference_answers(UNIT)
    file = lab.course / "my-work" / UNIT / NOTEBOOK
    write(file, {name: source for name, source in answers.items() if name != TYPED})

    assignment = follow(page, open_first_lesson(page, lab), f"my-work/{UNIT}/{NOTEBOOK}")
    shoot(page, "assignment")
    assert "NotImplementedError" in validate(page)
    cell = assignment.locator(".jp-CodeCell", has_text="raise NotImplementedError()").locator(".cm-content")
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(answers[TYPED])

    assert "Success! Your notebook passes all the tests." in validate(page)
    assert answers[TYPED] in [cell.source for cell in nbformat.read(file, as_version=4).cells]


def write(file: Path, answers: dict[str, str]) -> None:
    nbformat.write(fill_in(nbformat.read(file, as_version=4), answers), file)


def validate(page: Page) -> str:
    """Press Validate, and read what it says."""
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text(re.compile("failed|Success"))
    said = dialog.inner_text()
    page.screenshot(path=SHOTS / f"validate-{'success' if 'Success' in said else 'failed'}.png")
    dialog.get_by_role("button").last.click()
    return said
