"""Right answers get their points, wrong ones do not, through nbgrader's own autograde."""

import pytest

from tests.sealed.conftest import RIGHT, WRONG

pytestmark = pytest.mark.slow


def test_right_answer_gets_all_points(course):
    course.submit("right", {"restore": RIGHT})
    assert course.grade("right") == 10


def test_wrong_answer_gets_nothing_and_is_told_why(course):
    course.submit("wrong", {"restore": WRONG})
    assert course.grade("wrong") == 0
    assert "fc.weight differs" in course.message("wrong", "test_restore")


def test_untouched_notebook_gets_nothing(course):
    course.submit("untouched", {})
    assert course.grade("untouched") == 0
