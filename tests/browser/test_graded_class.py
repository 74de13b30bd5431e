"""`make teach` after `make grade`: formgrader opens, with the class that was graded, its names and its scores."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from autograder.cli import grade_and_print
from autograder.course.folder import Course
from bank import ROOT
from examples.grade_class import write_class
from examples.make_class import STUDENTS, make_class
from tests.browser.conftest import new_page
from tests.browser.formgrader import formgrader_in, row_of
from tests.browser.lab import SHOTS, Lab, clone, started
from tests.conftest import copy_course
from tools import release

UNIT, NOTEBOOK, MOST_POINTS = "01-state-dict", "state-dict", 10
GRADED = ("amara", "dilara", "jun")
OPENED = "dilara"  #: whose points are neither all nor none
EXPECTED = json.loads((ROOT / "examples" / "expected_scores.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def teacher(tmp_path_factory) -> Iterator[Lab]:
    """`make teach`, in a clone where a small class was graded in build/class."""
    course = clone(tmp_path_factory.mktemp("teacher") / "course")
    graded = copy_course(course / "build" / "class", UNIT)
    release.generate(graded, UNIT)
    # The draw of each submission reads the release of its own unit alone.
    class_ = [one for one in make_class(ROOT / "release") if one.unit == UNIT and one.student in GRADED]
    write_class(graded, class_)
    grade_and_print(Course(graded))
    with started(course, "--teach") as lab:
        yield lab


def test_formgrader_opens_with_the_graded_class(chromium, teacher):
    page = new_page(chromium)
    page.goto(teacher.url(""))
    formgrader = formgrader_in(page)

    row_of(formgrader, UNIT).get_by_role("link", name=str(len(GRADED)), exact=True).click()
    for student in GRADED:
        first, last = STUDENTS[student]
        expect(row_of(formgrader, student)).to_contain_text(f"{last}, {first}")
        expect(row_of(formgrader, student).locator(".score")).to_have_text(
            f"{EXPECTED[student][UNIT]:g} / {MOST_POINTS}"
        )
    expect(page.get_by_role("tab", name="Launcher")).to_have_count(0)
    expect(page.get_by_role("button", name="No", exact=True)).to_have_count(0)  # no question about news
    page.screenshot(path=SHOTS / "formgrader-graded.png")

    first, last = STUDENTS[OPENED]
    formgrader.get_by_role("link", name=f"{last}, {first}").click()
    formgrader.get_by_role("link", name=NOTEBOOK).click()
    expect(formgrader.get_by_text(f" / {len(GRADED)}")).to_contain_text("Submission")
    points = formgrader.locator("input.score")
    expect(points.first).to_have_attribute("placeholder", re.compile(r"^\d"))
    page.screenshot(path=SHOTS / "formgrader-submission.png")
    assert sum(float(one.get_attribute("placeholder")) for one in points.all()) == EXPECTED[OPENED][UNIT]
    page.context.close()


def test_the_sentence_says_which_course_is_shown_and_how_to_see_the_other(teacher):
    said = teacher.said.read_text(encoding="utf-8")

    assert "formgrader shows the class in build/class" in said
    assert "make teach COURSE=." in said


@pytest.mark.parametrize("folder", ["source", "/"])
def test_a_folder_that_is_no_course_in_this_repository_is_named_in_a_sentence(teacher, folder):
    command = [sys.executable, "-m", "tools.lab", "--teach", "--course", folder]
    done = subprocess.run(command, cwd=teacher.course, capture_output=True, text=True, timeout=120)

    assert done.returncode == 1
    assert f"{(teacher.course / folder).resolve()} is no course folder in {teacher.course}" in done.stderr
    assert "Traceback" not in done.stderr
