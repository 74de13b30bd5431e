"""Assignment List in a real browser: fetching overwrites nothing in my-work/. test_walk.py hands in."""

from __future__ import annotations

import shutil

from playwright.sync_api import expect

from tests.browser.formgrader import listed, open_assignment_list
from tests.browser.lab import open_first_lesson
from tools.course_copy import nbgrader

UNIT, NOTEBOOK = "02-training-trace", "training-trace.ipynb"


def test_fetch_overwrites_nothing_that_came_into_my_work_after_the_list_was_read(page, lab):
    nbgrader("release_assignment", UNIT, cwd=lab.course)
    folder = lab.folder / "my-work" / UNIT
    shutil.rmtree(folder)

    open_first_lesson(page, lab)
    assignments = open_assignment_list(page)
    fetch = listed(assignments, "released", UNIT).get_by_role("button", name="Fetch")
    expect(fetch).to_be_visible()
    folder.mkdir()
    (folder / NOTEBOOK).write_text("the learner's own", encoding="utf-8")
    fetch.click()
    expect(listed(assignments, "fetched", UNIT)).to_be_visible()

    assert [path.name for path in folder.iterdir()] == [NOTEBOOK]
    assert (folder / NOTEBOOK).read_text(encoding="utf-8") == "the learner's own"
