"""A unit's whole way in a real browser: an instructor releases it, two learners hand it in and read their feedback."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Locator, Page, expect

from autograder.course.folder import Course
from autograder.report.table import read_table
from bank import ROOT, fill_in, read_notebook
from tests.bank.test_answer_bank import reference_answers
from tests.browser.conftest import new_page
from tests.browser.formgrader import formgrader_in, listed, open_assignment_list, press, row_of
from tests.browser.lab import (
    SHOTS,
    THEMES,
    Lab,
    clone,
    close_kernels,
    follow,
    open_first_lesson,
    run_all,
    started,
    theme,
)
from tests.browser.test_learner import validate
from tests.browser.test_lessons import OURS
from tests.notebooks.test_release import HIDDEN

UNIT, NOTEBOOK, MOST_POINTS = "01-state-dict", "state-dict.ipynb", 10
TYPED = "build_model"  #: what Ana types in the browser; the rest she has written before
POINTS = {"ana": 10.0, "ben": 2.5}  #: Ben's: one exercise, and GIVEN by hand
CHECK, GIVEN, COMMENT = "describe-parameters", "0.5", "Well begun: say which keys are missing."


@dataclass(frozen=True)
class Learner:
    lab: Lab
    page: Page

    @property
    def notebook(self) -> Path:
        return self.lab.folder / "my-work" / UNIT / NOTEBOOK


@dataclass(frozen=True)
class Class:
    teacher: Lab
    desk: Page  #: the instructor's
    ana: Learner
    ben: Learner


@pytest.fixture(scope="module")
def people(tmp_path_factory, chromium) -> Iterator[Class]:
    """`make teach`, and `make lab` of two learners in folders and accounts of their own, on the same exchange."""
    home = tmp_path_factory.mktemp("class")
    course = clone(home / "course")
    with contextlib.ExitStack() as stack:
        learners = []
        for name in ("ana", "ben"):
            config = home / name / "config"
            config.mkdir(parents=True)
            (config / "nbgrader_config.py").write_text(f'get_config().CourseDirectory.student_id = "{name}"\n', "utf-8")
            own = {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(home / name / "data")}
            lab = stack.enter_context(started(course, folder=home / name / "course", **own))
            learners.append(Learner(lab, new_page(chromium)))
        teacher = stack.enter_context(started(course, "--teach"))
        yield Class(teacher, new_page(chromium), *learners)
        for learner in learners:
            close_kernels(learner.page, learner.lab)
            learner.page.context.close()


def test_a_unit_is_released_solved_handed_in_graded_and_its_feedback_read(people):
    ana, ben = people.ana, people.ben
    with Course(people.teacher.course).gradebook() as gradebook:
        for name in ("ana", "ben"):
            gradebook.update_or_create_student(name, first_name=name.capitalize(), last_name="Student")
    people.desk.goto(people.teacher.url(""))
    formgrader = formgrader_in(people.desk)

    for step in ("assign", "release"):
        press(formgrader, row_of(formgrader, UNIT).locator(f".{step} a").first)
    ana_fetches_types_and_hands_in(ana)
    ben_hands_in_one_answer(ben)
    press(formgrader, row_of(formgrader, UNIT).locator(".collect a"))
    for name, learner in (("ana", ana), ("ben", ben)):
        collected = people.teacher.course / "submitted" / name / UNIT / NOTEBOOK
        assert collected.read_bytes() == learner.notebook.read_bytes()

    grade_by_hand(people.desk, formgrader)
    assert_that_the_table_agrees(people.teacher.course, formgrader)
    for step in ("generate-feedback", "release-feedback"):
        for name in ("ana", "ben"):
            press(formgrader, row_of(formgrader, name).locator(f".{step} a"))

    read_feedback(ana, POINTS["ana"])
    assert COMMENT in read_feedback(ben, POINTS["ben"])
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):  # what git keeps: nobody's work has changed it
        assert (people.teacher.course / "notebooks" / lesson.name).read_bytes() == lesson.read_bytes()


def ana_fetches_types_and_hands_in(ana: Learner) -> None:
    """She goes from the start page over the lesson to the assignment, answers, checks, validates and submits."""
    answers = reference_answers(UNIT)
    shutil.rmtree(ana.notebook.parent)
    open_first_lesson(ana.page, ana.lab)
    assignments = open_assignment_list(ana.page)
    listed(assignments, "released", UNIT).get_by_role("button", name="Fetch").click()
    expect(listed(assignments, "fetched", UNIT)).to_be_visible()
    write(ana.notebook, {name: source for name, source in answers.items() if name != TYPED})

    lesson = follow(ana.page, open_first_lesson(ana.page, ana.lab), f"notebooks/{UNIT}.ipynb")
    assignment = follow(ana.page, lesson, f"my-work/{UNIT}/{NOTEBOOK}")
    cell = assignment.locator(".jp-CodeCell", has_text="raise NotImplementedError()").locator(".cm-content")
    cell.click()
    ana.page.keyboard.press("Control+a")
    ana.page.keyboard.insert_text(answers[TYPED])
    executed = run_all(ana.page, ana.notebook)
    assert answers[TYPED] in [cell.source for cell in executed.cells]
    for kind in THEMES:
        with theme(ana.page, kind):
            found = Axe().run(ana.page, context=OURS)
        assert found.violations_count == 0, found.generate_report()
    shoot_wide(ana.page, "assignment")
    assert "Success!" in validate(ana.page)

    assignments = open_assignment_list(ana.page)
    listed(assignments, "fetched", UNIT).get_by_role("button", name="Submit").click()
    expect(listed(assignments, "submitted", UNIT)).to_be_visible()
    ana.page.screenshot(path=SHOTS / "assignment-list-submitted.png")


def ben_hands_in_one_answer(ben: Learner) -> None:
    """He first submits a notebook in which nothing is answered, is told so, and answers one exercise."""
    open_first_lesson(ben.page, ben.lab)
    assignments = open_assignment_list(ben.page)
    submit = listed(assignments, "fetched", UNIT).get_by_role("button", name="Submit")
    submit.click()
    dialog = ben.page.locator(".jp-Dialog")
    expect(dialog).to_contain_text(f"Not handed in: my-work/{UNIT}/{NOTEBOOK} has no answer in it.")
    ben.page.screenshot(path=SHOTS / "assignment-list-blank.png")
    dialog.get_by_role("button", name="Ok").click()
    expect(ben.page.locator("#submitted_assignments_list .list_item")).to_have_count(0)

    write(ben.notebook, {TYPED: reference_answers(UNIT)[TYPED]})
    listed(assignments, "fetched", UNIT).get_by_role("button", name="Submit").click()
    expect(listed(assignments, "submitted", UNIT)).to_be_visible()


def grade_by_hand(desk: Page, formgrader: FrameLocator) -> None:
    """Autograde both, look at Ben's submission, give half a point and a comment, and go back to the submissions."""
    row_of(formgrader, UNIT).get_by_role("link", name="2", exact=True).click()
    for name in ("ana", "ben"):
        expect(row_of(formgrader, name)).to_contain_text("needs autograding")
        press(formgrader, row_of(formgrader, name).locator(".autograde a"))
        expect(row_of(formgrader, name)).to_contain_text("graded")
    expect(row_of(formgrader, "ana").locator(".score")).to_have_text(f"{MOST_POINTS} / {MOST_POINTS}")
    expect(row_of(formgrader, "ben").locator(".score")).to_have_text(f"2 / {MOST_POINTS}")
    shoot_wide(desk, "formgrader-submissions")

    formgrader.get_by_role("link", name="Student, Ben").click()
    formgrader.get_by_role("link", name=NOTEBOOK.removesuffix(".ipynb")).click()
    mark = formgrader.locator(f"input.score#{CHECK}")
    expect(mark).to_have_attribute("placeholder", "0")  # until then formgrader forgets what is typed
    write_and_save(desk, mark, GIVEN, "grade")
    write_and_save(desk, formgrader.locator("textarea.comment").nth(1), COMMENT, "comment")  # at describe_state
    shoot_wide(desk, "formgrader-submission")
    formgrader.get_by_role("link", name="Manual Grading").click()
    formgrader.get_by_role("link", name="Manage Assignments").click()
    row_of(formgrader, UNIT).get_by_role("link", name="2", exact=True).click()


def write_and_save(desk: Page, field: Locator, text: str, kind: str) -> None:
    with desk.expect_response(lambda answer: f"/api/{kind}/" in answer.url and answer.request.method == "PUT"):
        field.fill(text)
        field.press("Tab")


def assert_that_the_table_agrees(folder: Path, formgrader: FrameLocator) -> None:
    scores = read_table(Course(folder), [UNIT]).scores
    for name in ("ana", "ben"):
        points = scores[name][UNIT].points
        assert points == POINTS[name]
        expect(row_of(formgrader, name).locator(".score")).to_have_text(f"{points:g} / {MOST_POINTS}")


def read_feedback(learner: Learner, points: float) -> str:
    """Fetch the feedback in Assignment List and open it there; returns its text, in which nothing hidden stands."""
    open_first_lesson(learner.page, learner.lab)
    submitted = listed(open_assignment_list(learner.page), "submitted", UNIT)
    submitted.get_by_role("button", name="Fetch Feedback").click()
    learner.page.screenshot(path=SHOTS / "assignment-list-feedback.png")
    learner.page.get_by_text("(view feedback)").click()
    learner.page.get_by_role("listitem", name="state-dict.html").dblclick()
    text = learner.page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    expect(text).to_contain_text(f"(Score: {points} / {MOST_POINTS:.1f})")
    expect(text.get_by_role("link", name="Comment")).to_have_count(1 if points == POINTS["ben"] else 0)
    shoot_wide(learner.page, "feedback-in-lab")
    shown = text.inner_text()
    hidden = hidden_lines()
    assert hidden
    assert [line for line in hidden if line in shown] == []
    return shown


def shoot_wide(page: Page, name: str) -> None:
    """Keep screenshots in both themes, at both widths."""
    for kind in THEMES:
        with theme(page, kind):
            for width in (1000, 1400):
                page.set_viewport_size({"width": width, "height": 1000})
                page.screenshot(path=SHOTS / f"{name}-{kind}-{width}.png")


def write(file: Path, answers: dict[str, str]) -> None:
    nbformat.write(fill_in(nbformat.read(file, as_version=4), answers), file)


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
