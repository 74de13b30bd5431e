"""A feedback page in a real browser: axe-core finds no fault in either theme, and nothing hangs over the edge."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from autograder.course.folder import Course
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from tests.browser.lab import SHOTS
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course

STUDENTS = {"right": RIGHT, "wrong": WRONG}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    course = make_course(tmp_path_factory.mktemp("feedback") / "course")
    for student, answers in STUDENTS.items():
        hand_in(course, student, answers)
    hand_in(course, "broken", RIGHT).write_text("no notebook", encoding="utf-8")
    grade(Course(course), [ASSIGNMENT], workers=1)
    write_feedback(Course(course), [ASSIGNMENT], 1)
    return course


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("student", [*STUDENTS, "broken"])
def test_a_feedback_page_has_no_fault_in_either_theme_and_at_either_width(course, chromium, student, theme):
    page = chromium.new_page(color_scheme=theme, viewport={"width": 1000, "height": 1100})
    page.goto((course / "feedback" / student / ASSIGNMENT / "problem.html").as_uri())

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    for width in (1400, 1000):
        page.set_viewport_size({"width": width, "height": 1100})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.screenshot(path=SHOTS / f"feedback-{student}-{theme}-{width}.png")
    page.close()
