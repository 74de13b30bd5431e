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

SETTING = "c.AboutSubmission.days_until_solutions = 0\n"
STUDENTS = {"right": RIGHT, "wrong": WRONG}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    course = make_course(tmp_path_factory.mktemp("feedback") / "course", settings=SETTING)
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

    for details in page.locator("details").all():  # worked solutions
        details.evaluate("one => one.open = true")
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    for width in (1400, 1000):
        page.set_viewport_size({"width": width, "height": 1100})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.screenshot(path=SHOTS / f"feedback-{student}-{theme}-{width}.png")
    page.close()


def test_a_feedback_page_is_printed_dark_on_white_and_without_what_nobody_can_click(course, chromium):
    page = chromium.new_page(color_scheme="dark", viewport={"width": 700, "height": 1000})
    page.goto((course / "feedback" / "right" / ASSIGNMENT / "problem.html").as_uri())
    page.emulate_media(media="print")

    assert page.locator("details").count()
    assert not any(details.is_visible() for details in page.locator("details").all())
    assert not any(prompt.is_visible() for prompt in page.locator(".prompt, .pull-right a").all())
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("document.documentElement.scrollWidth") == 700
    page.screenshot(path=SHOTS / "feedback-printed.png", full_page=True)
    page.close()
