"""Assignment List in a real browser: it hands in the notebook that the learner wrote in my-work/, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import SHOTS, Lab, choose, follow, open_first_lesson, read_when_written
from tools.course_copy import nbgrader

UNIT, NOTEBOOK = "03-saving", "saving.ipynb"
OTHER_UNIT = "02-training-trace"
TYPED = "# typed by the learner\n1 + 1"


def test_the_notebook_in_my_work_is_the_one_that_is_collected(page, lab):
    release(lab, UNIT)
    file = lab.folder / "my-work" / UNIT / NOTEBOOK

    assignment = follow(page, open_first_lesson(page, lab), f"my-work/{UNIT}/{NOTEBOOK}")
    type_into_the_first_answer(page, assignment, file)
    assignments = open_assignment_list(page)
    row_of(assignments, "fetched", UNIT).get_by_role("button", name="Submit").click()
    expect(row_of(assignments, "submitted", UNIT)).to_be_visible()
    page.screenshot(path=SHOTS / "assignment-list-submitted.png")
    nbgrader("collect", UNIT, cwd=lab.course)

    [collected] = (lab.course / "submitted").glob(f"*/{UNIT}/{NOTEBOOK}")
    assert TYPED in sources(collected)
    assert sources(collected) == sources(file)


def test_fetch_puts_a_new_assignment_into_my_work(page, lab):
    release(lab, OTHER_UNIT)
    shutil.rmtree(lab.folder / "my-work" / OTHER_UNIT)

    open_first_lesson(page, lab)
    assignments = open_assignment_list(page)
    row_of(assignments, "released", OTHER_UNIT).get_by_role("button", name="Fetch").click()
    expect(row_of(assignments, "fetched", OTHER_UNIT)).to_be_visible()

    assert names(lab.folder / "my-work" / OTHER_UNIT) == names(lab.course / "release" / OTHER_UNIT)
    assert not (lab.course / OTHER_UNIT).exists()


def test_fetch_overwrites_nothing_that_came_into_my_work_after_the_list_was_read(page, lab):
    release(lab, OTHER_UNIT)
    folder = lab.folder / "my-work" / OTHER_UNIT
    shutil.rmtree(folder)

    open_first_lesson(page, lab)
    assignments = open_assignment_list(page)
    fetch = row_of(assignments, "released", OTHER_UNIT).get_by_role("button", name="Fetch")
    expect(fetch).to_be_visible()
    folder.mkdir()
    (folder / "training-trace.ipynb").write_text("the learner's own", encoding="utf-8")
    fetch.click()
    expect(row_of(assignments, "fetched", OTHER_UNIT)).to_be_visible()

    assert names(folder) == ["training-trace.ipynb"]
    assert (folder / "training-trace.ipynb").read_text(encoding="utf-8") == "the learner's own"


def release(lab: Lab, unit: str) -> None:
    nbgrader("release_assignment", unit, "--force", cwd=lab.course)


def type_into_the_first_answer(page: Page, assignment: Locator, file: Path) -> None:
    """Replace the code of the first answer cell, and save until the file shows it."""
    answer = assignment.locator(".jp-CodeCell", has_text="raise NotImplementedError()").first
    answer.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(TYPED)
    page.keyboard.press("Control+s")
    for _ in range(60):
        if TYPED in [cell.source for cell in read_when_written(file).cells]:
            return
        page.wait_for_timeout(500)


def open_assignment_list(page: Page) -> Locator:
    choose(page, "Nbgrader", "Assignment List")
    return page.locator("#nbgrader-assignment-list")


def row_of(assignments: Locator, kind: str, unit: str) -> Locator:
    """The row of an assignment among those of one kind: "released", "fetched" or "submitted"."""
    return assignments.locator(f"#{kind}_assignments_list .list_item", has_text=unit).first


def sources(file: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(file, as_version=4).cells]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".ipynb_checkpoints")
