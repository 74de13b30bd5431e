"""A notebook that only a human grades: no test cell waits for the instructor's other cells."""

import pytest
from nbformat.v4 import new_notebook

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import Limits
from autograder.sealed.session.session import execute_sealed
from tests.sealed.course import setup


@pytest.mark.slow
def test_a_cell_that_fails_on_purpose_does_not_stop_the_run_where_nothing_is_tested():
    source = new_notebook(cells=[setup("demonstration", "raise ValueError('read this message')")])

    done = execute_sealed(source, source, limits=Limits(cell_timeout=20.0), pool=shared_pool())

    assert done.cells[0].outputs[0].evalue == "read this message"
