"""An instructor's cell that fails before any answer stops the run, unless its tag says that it fails on purpose."""

import pytest

from tests.sealed.course import Course, answer, setup
from tests.sealed.course import test_of as a_test

pytestmark = pytest.mark.slow


def make_course(folder, tags):
    fails = setup("shows-an-error", "limit = 3\nfloat('three')")
    fails.metadata["tags"] = tags
    test = a_test("test_double", "assert double(limit) == 6", 10)
    course = Course(folder, [fails, answer("double", "def double(x):\n    return 2 * x"), test])
    course.submit("ada", {"double": "def double(x):\n    return x + x"})
    return course


def test_a_cell_that_fails_on_purpose_costs_nobody_anything(tmp_path):
    course = make_course(tmp_path, ["raises-exception"])
    assert course.grade("ada") == 10
    assert "could not convert" in course.message("ada", "shows-an-error")


def test_a_cell_that_fails_otherwise_stops_the_run_and_says_what_to_do(tmp_path):
    course = make_course(tmp_path, ["hide-input"])
    done = course.api.autograde("ps1", "ada", force=True)
    assert not done["success"]
    assert "could not convert string to float: 'three'" in done["log"]
    assert "the tag raises-exception if it fails on purpose" in done["log"]
