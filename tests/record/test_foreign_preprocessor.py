"""Somebody else's preprocessor opens the gradebook itself: the points are the same, whichever command grades."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.report.table import read_table
from tests.conftest import nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

LATE = "2026-03-04 13:00:00 UTC"
MODULE = '''
from nbgrader.api import Gradebook
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades


class Bonus(NbGraderPreprocessor):
    """Half a point more for a test that was passed."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            place = (names["notebook"], names["assignment"], names["student"])
            mark = gradebook.find_grade("double-small", *place)
            mark.extra_credit = 0.5 if mark.auto_score else None
            gradebook.db.commit()
        return nb, resources


class SaveAndCount(SaveAutoGrades):
    """nbgrader's own class, with one step more."""

    def preprocess(self, nb, resources):
        nb, resources = super().preprocess(nb, resources)
        nb.metadata["counted"] = len(nb.cells)
        return nb, resources


class TakesAllAndMore(BasePlugin):
    """Writes to the gradebook while a penalty is computed, and asks for more points than there are."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        url = self.parent.db_url
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_student(student_id, first_name="late")
        return score + 5


class GivesPoints(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return -3
'''
BONUS_LAST = "c.Autograde.autograde_preprocessors.append('class_rules.Bonus')\n"
BONUS_BEFORE_PENALTY = "c.Autograde.autograde_preprocessors.insert(-1, 'class_rules.Bonus')\n"
OWN_SAVE = "c.Autograde.autograde_preprocessors[-2] = 'class_rules.SaveAndCount'\n"
ALL_AND_MORE = "c.AssignLatePenalties.plugin_class = 'class_rules.TakesAllAndMore'\n"
POINTS_BACK = "c.AssignLatePenalties.plugin_class = 'class_rules.GivesPoints'\n"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Path:
    course = make_course(tmp_path_factory.mktemp("foreign") / "course")
    (course / "class_rules.py").write_text(MODULE, encoding="utf-8")
    hand_in(course, "late", RIGHT, LATE)
    hand_in(course, "right", RIGHT)
    hand_in(course, "wrong", WRONG)
    return course


@pytest.mark.parametrize(
    ("settings", "right", "late"),
    [
        (BONUS_LAST, 6.5, 4.7),
        (BONUS_BEFORE_PENALTY, 6.5, 4.55),
        (OWN_SAVE + BONUS_LAST, 6.5, 4.7),
        (ALL_AND_MORE, 6, 0),
        (POINTS_BACK, 6, 6),
    ],
    ids=["last", "before the penalty", "a subclass of nbgrader's", "a plugin that takes all", "a plugin that gives"],
)
def test_both_commands_give_the_same_points(settings, right, late, handed_in, tmp_path, monkeypatch):
    parallel, serial = (shutil.copytree(handed_in, tmp_path / name) for name in ("parallel", "serial"))
    for course in (parallel, serial):
        with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
            config.write(settings)
    monkeypatch.syspath_prepend(str(handed_in))  # as for a package that is installed
    monkeypatch.setenv("PYTHONPATH", str(handed_in))

    outcomes = grade(Course(parallel), [ASSIGNMENT], workers=2)
    nbgrader("autograde", ASSIGNMENT, cwd=serial)

    assert [outcome.problem for outcome in outcomes] == ["", "", ""]
    assert gradebook_content(parallel) == gradebook_content(serial)
    scores = read_table(Course(parallel), [ASSIGNMENT]).scores
    assert {student: found[ASSIGNMENT].points for student, found in scores.items()} == {
        "late": pytest.approx(late),
        "right": right,
        "wrong": 0,
    }
