"""`make teach` in a real browser: formgrader shows the class, grades one student sealed, and writes feedback."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Locator, expect

from bank import ROOT, read_notebook
from examples.grade_class import write_class
from examples.make_class import STUDENTS, make_class
from tests.browser.conftest import new_page
from tests.browser.lab import SHOTS, Lab, clone, started
from tests.notebooks.test_release import HIDDEN
from tools import release

UNIT, NOTEBOOK, STUDENT = "01-state-dict", "state-dict", "leila"
EXPECTED = json.loads((ROOT / "examples" / "expected_scores.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def teacher(tmp_path_factory) -> Iterator[Lab]:
    """`make teach`, in a course whose class has handed in one unit."""
    course = clone(tmp_path_factory.mktemp("teacher") / "course")
    release.generate(course, UNIT)
    write_class(course, [submission for submission in make_class(course / "release") if submission.unit == UNIT])
    with started(course, "--teach") as lab:
        yield lab


def test_a_teacher_sees_the_class_autogrades_one_student_and_reads_the_feedback(chromium, teacher):
    page = new_page(chromium)
    page.goto(teacher.url(""))
    formgrader = page.frame_locator('iframe[src*="formgrader"]')

    row_of(formgrader, UNIT).get_by_role("link", name=str(len(STUDENTS)), exact=True).click()
    for student in STUDENTS:
        expect(row_of(formgrader, student)).to_contain_text("needs autograding")
    page.screenshot(path=SHOTS / "formgrader-class.png")

    press(formgrader, row_of(formgrader, STUDENT).locator(".autograde a"))
    row = row_of(formgrader, STUDENT)
    expect(row).to_contain_text("graded")
    expect(row.locator(".score")).to_have_text(f"{EXPECTED[STUDENT][UNIT]:g} / 10")
    row.scroll_into_view_if_needed()
    page.screenshot(path=SHOTS / "formgrader-graded.png")

    press(formgrader, row.locator(".generate-feedback a"))
    page.goto(teacher.url(f"files/feedback/{STUDENT}/{UNIT}/{NOTEBOOK}.html"))
    expect(page.get_by_role("heading", level=1).first).to_contain_text(f"Score: {EXPECTED[STUDENT][UNIT]}")
    page.screenshot(path=SHOTS / "feedback.png")
    text = page.locator("body").inner_text()
    hidden = hidden_lines()
    assert hidden
    assert [line for line in hidden if line in text] == []
    page.context.close()


def row_of(formgrader: FrameLocator, name: str) -> Locator:
    return formgrader.get_by_role("row").filter(has=formgrader.get_by_text(name, exact=True))


def press(formgrader: FrameLocator, button: Locator) -> None:
    """Press a button of a row, and close the message of success that formgrader shows when it is done."""
    button.click()
    message = formgrader.locator(".modal:visible")
    expect(message).to_contain_text("Success")
    message.get_by_role("button", name="OK").click()
    expect(message).to_have_count(0)


def hidden_lines() -> list[str]:
    """The lines of the hidden tests that stand nowhere in the released notebook; short ones may stand anywhere."""
    hidden = [
        block
        for cell in read_notebook(UNIT).cells
        for kind, block in HIDDEN.findall(cell.source)
        if kind == "HIDDEN TESTS"
    ]
    released = "\n".join(cell.source for cell in read_notebook(UNIT, "release").cells)
    lines = [line.strip() for block in hidden for line in block.splitlines() if len(line.strip()) > 20]
    return [line for line in lines if line not in released]
