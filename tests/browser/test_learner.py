"""A learner's JupyterLab in a real browser: it opens at the first lesson, and an assignment is answered."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bank import fill_in
from tests.bank.test_answer_bank import reference_answers
from tests.browser.lab import (
    SHOTS,
    THEMES,
    choose,
    code_cells,
    follow,
    open_first_lesson,
    opened,
    run_all,
    shoot,
    theme,
)

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
    file = lab.folder / "my-work" / UNIT / NOTEBOOK
    write(file, {name: source for name, source in answers.items() if name != TYPED})

    assignment = follow(page, open_first_lesson(page, lab), f"my-work/{UNIT}/{NOTEBOOK}")
    shoot(page, "assignment")
    assert "1.1 build_model is not answered yet." in validate(page)
    cell = assignment.locator(".jp-CodeCell", has_text="raise NotImplementedError()").locator(".cm-content")
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(answers[TYPED])

    assert "Success! Your notebook passes all the tests." in validate(page)
    assert answers[TYPED] in [cell.source for cell in nbformat.read(file, as_version=4).cells]


WRONG = """def describe_state(model):
    return {key: value.shape for key in model.state_dict()}"""


def test_run_all_says_of_each_check_how_it_went_and_shows_no_line_of_a_test(page, lab):
    answers = reference_answers(UNIT)
    file = lab.folder / "my-work" / UNIT / NOTEBOOK
    shutil.copy(lab.course / "release" / UNIT / NOTEBOOK, file)
    write(file, {"build_model": answers["build_model"], "describe_state": WRONG})

    assignment = follow(page, open_first_lesson(page, lab), f"my-work/{UNIT}/{NOTEBOOK}")
    executed = code_cells(run_all(page, file, errors=True))
    first = assignment.locator(".jp-OutputArea-output", has_text="1.1 build_model").first
    first.scroll_into_view_if_needed()
    shoot(page, "verdicts")

    expect(first).to_contain_text("✓ 1.1 build_model · parameters: passed. More is checked when it is graded.")
    said = [output for cell in executed for output in cell.outputs if output.output_type != "display_data"]
    shown = "\n".join(output.get("text") or "\n".join(output.traceback) for output in said)
    assert "✗\x1b[39m 1.2 describe_state · parameters: not right yet." in shown
    assert "It came from line 2 of your cell:" in shown
    assert "○ 1.3 count_parameters is not answered yet." in shown
    assert "○ 1.4 states_equal is not answered yet." in shown
    assert "Traceback" not in shown and "def test_" not in shown and "check." not in shown


def test_progress_notes_itself_in_one_line_of_the_assignment_and_in_the_picture_of_the_start_page(page, lab):
    file = lab.folder / "my-work" / UNIT / NOTEBOOK
    shutil.copy(lab.course / "release" / UNIT / NOTEBOOK, file)
    write(file, {TYPED: reference_answers(UNIT)[TYPED]})

    assignment = follow(page, open_first_lesson(page, lab), f"my-work/{UNIT}/{NOTEBOOK}")
    run_all(page, file, errors=True)
    strip = assignment.get_by_text("Unit 1: 1 of 4 exercises pass, open: 1.2, 1.3, 1.4")
    strip.scroll_into_view_if_needed()
    shoot(page, "progress-strip")
    expect(strip).to_be_visible()
    faultless(page)

    page.reload()
    start = open_first_lesson(page, lab)
    run_all(page, lab.folder / "notebooks" / "00-start-here.ipynb")
    picture = start.locator("table", has_text="Your progress")
    picture.scroll_into_view_if_needed()
    shoot(page, "progress")
    row = picture.get_by_role("row").filter(has_text="01-state-dict")
    expect(row).to_contain_text("1 of 4, open: 1.2, 1.3, 1.4")
    expect(picture.get_by_role("row").filter(has_text="mastery test")).to_be_visible()
    faultless(page)


def faultless(page: Page) -> None:
    """axe-core finds no fault in what the course puts on the page, in either theme."""
    for kind in THEMES:
        with theme(page, kind):
            found = Axe().run(page, context=[".jp-OutputArea-output"])
        assert found.violations_count == 0, found.generate_report()


def test_the_code_of_checks_is_folded(page, lab):
    assignment = follow(page, open_first_lesson(page, lab), f"my-work/{UNIT}/{NOTEBOOK}")
    assignment.locator(".jp-CodeCell", has_text="own_names").first.wait_for()
    marks = [cell for cell in assignment.locator(".jp-CodeCell").all() if "own_names" in cell.inner_text()]

    assert marks
    assert all(cell.locator(".jp-InputPlaceholder").count() for cell in marks)


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
