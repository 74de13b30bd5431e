"""Right answers get their points, wrong ones do not, through nbgrader's own autograde."""

import pytest
from nbformat.v4 import new_notebook

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import Limits
from autograder.sealed.plan.cells import trusted_cells
from autograder.sealed.session.session import execute_sealed
from tests.sealed.conftest import RIGHT, WRONG
from tests.sealed.course import answer, setup
from tests.sealed.course import test_of as a_test

pytestmark = pytest.mark.slow


def test_right_answer_gets_all_points(course):
    course.submit("right", {"restore": RIGHT})
    assert course.grade("right") == 10


def test_wrong_answer_gets_nothing_and_is_told_why(course):
    course.submit("wrong", {"restore": WRONG})
    assert course.grade("wrong") == 0
    assert "fc.weight differs" in course.message("wrong", "test_restore")


def test_a_sum_of_shares_that_floats_make_too_large_is_all_the_points():
    for points, test in ((3.3, "3 * 1.1 * f()"), (0.3, "(0.1 + 0.2) * f()")):
        (shown,) = shares(points, test).cells[2].outputs
        assert shown.data["text/plain"] == repr(points)
    (shown,) = shares(3.3, "3.4 * f()").cells[2].outputs
    assert shown.ename == "InvalidScore"


def shares(points: float, test: str):
    """The executed notebook of a test whose last line is a share of its points."""
    cells = [setup("tools", "import math"), answer("one", "def f(): return 1"), a_test("share", test, points)]
    notebook = new_notebook(cells=cells)
    return execute_sealed(notebook, notebook, limits=Limits(cell_timeout=20.0), pool=shared_pool())


def test_untouched_notebook_gets_nothing(course):
    course.submit("untouched", {})
    assert course.grade("untouched") == 0


def test_points_that_an_old_notebook_leaves_empty_are_none():
    source = new_notebook(cells=[answer("one", "def f(): return 1"), a_test("empty", "assert f() == 1", "")])

    (test,) = trusted_cells(source)

    assert test.points == 0
