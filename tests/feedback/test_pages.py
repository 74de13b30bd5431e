"""Feedback for a class: a page for everybody who has a grade, whatever one submission does to the making of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from autograder.course.folder import Course
from autograder.feedback.pages import write_feedback
from autograder.grading.grade import grade
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_from_a_fork")]
TROUBLE = """
import os, signal, time
from nbconvert.preprocessors import Preprocessor

class Trouble(Preprocessor):
    def preprocess(self, nb, resources):
        text = "".join(cell.source for cell in nb.cells)
        if "it hangs" in text:
            time.sleep(3600)
        if "it dies" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "it fails" in text:
            raise ValueError("no such page")
        return nb, resources
"""


@pytest.fixture
def course(tmp_path) -> Path:
    return make_course(tmp_path / "course", settings='c.CourseDirectory.course_id = "small"\n')


def graded(course: Path, **students: str) -> None:
    """Grade right answers of some students, with a cell of Markdown more in each."""
    for student, text in students.items():
        path = hand_in(course, student, RIGHT)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(new_markdown_cell(text))
        nbformat.write(notebook, path)
    grade(Course(course), [ASSIGNMENT], workers=1)


def feedback(course: Path, workers: int = 1) -> dict[str, str]:
    """Write feedback; returns what was reported, by student."""
    said: dict[str, str] = {}
    written = write_feedback(
        Course(course), [ASSIGNMENT], workers, lambda submission, problem: said.update({submission.student: problem})
    )
    assert written == len(said)
    return said


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / ASSIGNMENT / "problem.html").read_text(encoding="utf-8")


def score(page: str) -> str:
    return page.partition("(Score: ")[2].partition(")")[0]


def corrupt(course: Path, student: str) -> None:
    hand_in(course, student, RIGHT).write_text("not a notebook", encoding="utf-8")


def in_trouble(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Give the course a preprocessor that makes trouble on demand, and a limit of seconds for each page."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "trouble.py").write_text(TROUBLE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "modules")  # workers get it too
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(
            f'c.HTMLExporter.preprocessors.append("trouble.Trouble")\nc.FeedbackPages.page_seconds = {seconds}\n'
        )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_hangs_dies_or_fails_costs_nobody_else_their_page(course, tmp_path, monkeypatch, workers):
    graded(course, aa="fine", bb="it hangs", cc="it dies", dd="it fails", ee="fine")
    in_trouble(course, tmp_path, monkeypatch, seconds=10)

    said = feedback(course, workers)

    assert said.pop("bb") == "problem.html: making it took longer than 10 seconds (FeedbackPages.page_seconds)."
    assert said.pop("cc") == "problem.html: the process that made it was killed by something other than the grader."
    assert said.pop("dd") == "problem.html: it could not be made: ValueError: no such page."
    assert said == {"aa": "", "ee": ""}
    for student in ("aa", "ee"):
        assert score(page(course, student)) == "6.0 / 6.0"
    for student, reason in {"bb": "10 seconds", "cc": "was killed", "dd": "no such page"}.items():
        assert "this feedback page could not be made" in page(course, student)
        assert reason in page(course, student)
    assert set(feedback(course, workers)) == {"bb", "cc", "dd"}  # tried again; the others are unchanged


def test_a_student_who_was_removed_has_no_page_and_everybody_else_has_one(course):
    graded(course, aa="", bb="", cc="")
    nbgrader("db", "student", "remove", "bb", "--force", cwd=course)

    assert feedback(course) == {"aa": "", "cc": ""}
    assert not (course / "feedback" / "bb").exists()


def test_a_submission_that_nbgraders_own_command_graded_after_a_corrupt_one_shows_the_newer_grade(course):
    corrupt(course, "bb")
    graded(course, aa="")
    assert feedback(course) == {"aa": "", "bb": ""}
    assert "could not be graded" in page(course, "bb")

    hand_in(course, "bb", RIGHT, timestamp="2026-03-01 13:00:00 UTC")
    nbgrader("autograde", ASSIGNMENT, "--student", "bb", "--force", cwd=course)

    assert feedback(course) == {"bb": ""}
    assert score(page(course, "bb")) == "6.0 / 6.0"


def test_a_corrupt_submission_after_a_good_one_shows_the_problem(course):
    graded(course, bb="")
    assert feedback(course) == {"bb": ""}
    corrupt(course, "bb")
    graded(course)

    assert feedback(course) == {"bb": ""}
    assert "could not be graded" in page(course, "bb")


def test_a_class_that_only_nbgraders_own_command_graded_has_its_pages(course):
    hand_in(course, "aa", WRONG)
    nbgrader("autograde", ASSIGNMENT, cwd=course)

    assert feedback(course) == {"aa": ""}
    assert "HIDDEN TESTS" not in page(course, "aa")
    assert "not yet" in page(course, "aa")


def test_release_feedback_works_for_all_when_a_notebook_is_renamed_and_when_a_secret_or_time_is_missing(
    course, tmp_path
):
    for student in ("aa", "bb", "cc", "dd"):
        path = hand_in(course, student, RIGHT)
        (path.parent / "submission_secret.txt").write_text(f"secret of {student}")
        if student == "bb":
            path.rename(path.with_name("problem (1).ipynb"))
        if student == "cc":
            (path.parent / "timestamp.txt").unlink()
            (path.parent / "submission_secret.txt").unlink()
        if student == "dd":
            (path.parent / "submission_secret.txt").write_bytes(b"\xff\xfe")
    graded(course)
    feedback(course)

    exchange = tmp_path / "exchange"
    exchange.mkdir()
    nbgrader("release_feedback", ASSIGNMENT, f"--Exchange.root={exchange}", cwd=course)

    released = [path.read_text(encoding="utf-8") for path in (exchange / "small" / "feedback").glob("*.html")]
    assert len(released) == 4
    assert sum("must keep the name it was released with" in text for text in released) == 1
    assert (course / "feedback" / "bb" / ASSIGNMENT / "submission_secret.txt").read_text() == "secret of bb"
    secrets = {
        student: course / "feedback" / student / ASSIGNMENT / "submission_secret.txt" for student in ("cc", "dd")
    }
    assert len(secrets["cc"].read_text()) == len(secrets["dd"].read_text()) == 64  # nobody can guess the page's name
    assert secrets["cc"].read_text() != secrets["dd"].read_text()


def test_a_secret_that_is_a_pipe_or_a_link_holds_up_nobody_and_is_not_followed(course):
    for student in ("aa", "bb", "cc"):
        path = hand_in(course, student, RIGHT)
        if student == "aa":
            os.mkfifo(path.with_name("submission_secret.txt"))
        if student == "bb":
            path.with_name("submission_secret.txt").symlink_to(
                course / "submitted" / "cc" / ASSIGNMENT / "timestamp.txt"
            )
    graded(course)

    assert feedback(course) == {"aa": "", "bb": "", "cc": ""}
    for student in ("aa", "bb"):
        secret = course / "feedback" / student / ASSIGNMENT / "submission_secret.txt"
        assert secret.is_file() and len(secret.read_text()) == 64


def test_a_submission_of_many_files_is_copied_in_seconds(course):
    path = hand_in(course, "aa", RIGHT)
    for number in range(4_000):
        path.with_name(f"{number}.txt").write_text("x")
    graded(course)

    began = time.process_time()
    feedback(course)
    assert time.process_time() - began < 30  # measured: 2; with nbgrader's own copying minutes
    assert len(list((course / "feedback" / "aa" / ASSIGNMENT).glob("*.txt"))) == 4_002


def test_a_folder_where_a_page_belongs_stops_its_own_submission_only(course):
    graded(course, aa="", bb="", cc="")
    (course / "autograded" / "bb" / ASSIGNMENT / "problem.html").mkdir()
    (course / "autograded" / "bb" / ASSIGNMENT / "problem.html" / "x").write_text("in the way")

    said = feedback(course)

    assert said["bb"].startswith("its feedback cannot be written: ")
    assert (said["aa"], said["cc"]) == ("", "")


def test_excluded_students_get_no_page(course):
    graded(course, aa="", bb="")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c.CourseDirectory.student_id_exclude = "bb"\n')

    assert feedback(course) == {"aa": ""}


def test_feedback_changes_when_a_mark_or_a_comment_changes_and_only_then(course):
    graded(course, aa="", bb="")
    assert set(feedback(course)) == {"aa", "bb"}
    assert feedback(course) == {}

    with Course(course).gradebook() as gradebook:
        gradebook.find_comment("halve", "problem", ASSIGNMENT, "bb").manual_comment = "Look at lesson 4."
        gradebook.find_grade("halve-any", "problem", ASSIGNMENT, "bb").manual_score = 1
        gradebook.db.commit()

    assert feedback(course) == {"bb": ""}
    assert "Look at lesson 4." in page(course, "bb")
    assert score(page(course, "bb")) == "4.0 / 6.0"


def test_pages_do_not_show_each_others_cells(course):
    graded(course, **{f"s{number:02}": f"written by s{number:02}." for number in range(8)})

    feedback(course, workers=2)

    for number in range(8):
        text = page(course, f"s{number:02}")
        assert [other for other in range(8) if f"written by s{other:02}." in text] == [number]


def test_outside_of_a_pool_no_coordinator_is_waited_for():
    code = "from autograder.feedback.makers import end_with_coordinator as end; end(); import time; time.sleep(0.5)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
