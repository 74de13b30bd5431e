"""A submission in which nothing is answered: most often another copy was worked in. Somebody should be told."""

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.record.outcomes import BLANK
from autograder.report.scores import read_scores
from autograder.report.summary import UNANSWERED, who_needs_a_look
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, hand_in, make_course


@pytest.mark.slow
def test_a_submission_without_an_answer_is_noted_and_listed_in_the_report(tmp_path):
    course = Course(make_course(tmp_path / "course"))
    for student, answers in {"ada": RIGHT, "ben": {}, "cem": {"double": WRONG["double"]}, "dan": {}}.items():
        written = hand_in(course.root, student, answers)
    written.write_text("no notebook", encoding="utf-8")
    damage(hand_in(course.root, "eve", {}))

    for _ in range(2):  # the second time nothing has changed
        notes = {outcome.student: outcome.notes for outcome in grade(course, [ASSIGNMENT], workers=1)}
        assert notes == {"ada": (), "ben": (BLANK,), "cem": (), "dan": (), "eve": (BLANK,)}

    looks = who_needs_a_look(course, read_scores(course, [ASSIGNMENT]))
    assert [one.student for one in looks if one.what == UNANSWERED] == ["ben", "eve"]


def damage(path) -> None:
    """Lose a test, add a cell of one's own and blanks: still nothing is answered."""
    notebook = nbformat.read(path, as_version=4)
    del notebook.cells[-1]
    notebook.cells[1].source += "\n\n"
    notebook.cells.insert(1, nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(notebook, path)
