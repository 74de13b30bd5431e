"""A submission that makes the grader itself fail is at fault alone, as long as the instructor's notebook runs."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_notebook

from autograder.grading import worker
from autograder.record.job import Job
from autograder.sealed.errors import CannotIsolate
from autograder.sealed.limits import Files, Limits
from tests.sealed.course import answer, setup
from tests.sealed.course import test_of as check

pytestmark = pytest.mark.slow


def job(answered: str, tools: str = "import math") -> Job:
    def notebook(code: str):
        cells = [setup("tools", tools), answer("double", code), check("any", "assert double(3) == 6", 2)]
        return new_notebook(cells=cells)

    notebooks, sources = notebook(answered), notebook("def double(x): return 2 * x")
    return Job("ps1", "ada", {"p": notebooks}, {"p": sources}, Files({}, {"own.txt": b""}), Limits(), 1000)


def stopped_by(monkeypatch, stops, times=9):
    """No known submission stops the grader: this stands for one that nobody has thought of."""
    execute, left = worker.execute_sealed, iter(range(times))

    def stopped(notebook, source, files, limits, *, pool):
        if stops(notebook) and next(left, None) is not None:
            raise CannotIsolate("the student process did not start (it ended). It said nothing")
        return execute(notebook, source, files, limits, pool=pool)

    monkeypatch.setattr(worker, "execute_sealed", stopped)


def test_a_submission_that_stops_the_grader_is_named_and_the_run_goes_on(monkeypatch):
    stopped_by(monkeypatch, lambda notebook: "odd" in notebook.cells[1].source)

    done = worker.execute(job("odd = 1"))

    assert not done.refused and not done.notebooks
    assert done.problems["p"] == (
        "p.ipynb: it stops the grader, and the instructor's own notebook does not: This machine cannot isolate "
        "submissions: the student process did not start (it ended). Next step: look at it and at the files beside it."
    )
    assert worker.execute(job("def double(x): return x")).notebooks["p"].cells[2].outputs


def test_a_process_that_was_killed_once_costs_no_points(monkeypatch):
    stopped_by(monkeypatch, lambda notebook: True, times=1)

    done = worker.execute(job("def double(x): return 2 * x"))

    assert not done.refused and not done.problems and not done.notebooks["p"].cells[2].outputs


def test_a_machine_that_can_grade_nothing_stops_the_run(monkeypatch):
    stopped_by(monkeypatch, lambda notebook: True)

    assert "cannot isolate" in worker.execute(job("odd = 1")).refused


def test_an_assignment_whose_setup_fails_stops_the_run():
    assert "setup cell" in worker.execute(job("odd = 1", tools="1 / 0")).refused
