"""Grading many submissions, and what is to blame when grading itself does not work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from types import SimpleNamespace

import nbformat
import psutil
import pytest
from nbgrader.api import MissingEntry

from autograder.course.folder import Course
from autograder.course.gradebook import OpenGradebook
from autograder.course.late import PenaltyPerDay
from autograder.grading import grade as grading
from autograder.grading.grade import grade
from autograder.grading.preprocessor import SealedExecute
from autograder.intake.submission import HandedIn
from autograder.record.bookkeeping import Bookkeeping
from autograder.record.job import Executed
from autograder.report.table import read_table
from autograder.sealed.errors import CourseProblem
from bank import expected_scores, fill_in, notebook_path
from examples.make_class import Submission, due_date, solution_cells, write_submission
from tests.conftest import copy_course, nbgrader
from tests.small_course import ASSIGNMENT, RIGHT, hand_in, make_course

UNIT = "04-restoring"


def hand_in_right_answers(course, student):
    released = course / "release" / UNIT / notebook_path(UNIT).name
    notebook = fill_in(nbformat.read(released, as_version=4), solution_cells(UNIT))
    write_submission(Submission(student, UNIT, released, notebook, due_date(UNIT)), course / "submitted")


@pytest.mark.slow
def test_a_broken_setup_cell_stops_the_run_and_gives_nobody_a_zero(tmp_path):
    course = copy_course(tmp_path / "course", UNIT)
    path = course / "source" / UNIT / notebook_path(UNIT).name
    source = nbformat.read(path, as_version=4)
    setup = next(cell for cell in source.cells if cell.id == "setup")
    setup.source += "\nimport no_such_module"
    nbformat.write(source, path)
    nbgrader("generate_assignment", UNIT, "--create", cwd=course)
    hand_in_right_answers(course, "ada")

    with pytest.raises(CourseProblem, match=r"no_such_module.*Nobody was given points"):
        grade(Course(course), [UNIT], workers=1)

    with Course(course).gradebook() as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission(UNIT, "ada")


@pytest.mark.parametrize(("size", "many"), [(0, 64), (grading.EARLY // 40, 40), (grading.EARLY, 3 * grading.AHEAD)])
def test_much_is_read_ahead_until_the_first_result_and_little_afterwards(monkeypatch, size, many):
    read, results, waiting = [], [], []
    job = SimpleNamespace(notebooks={"work": None}, size=size)
    books = SimpleNamespace(
        prepare=lambda name, handed_in: (read.append(name), (job, {}))[1], is_blank=lambda job: False
    )
    monkeypatch.setattr(grading, "finish", lambda course, books, one, *_: results.append(one.outcome))

    class OneByOne(Executor):
        def submit(self, *_):
            waiting.append(Future())
            return waiting[-1]

    def first_of(running, **_):
        waiting[0].set_result(Executed())
        return SimpleNamespace(done=[waiting.pop(0)])

    monkeypatch.setattr(grading, "wait", first_of)
    outcomes = [SimpleNamespace(submission=number) for number in range(200)]
    ahead = []
    waiting_ones = [grading.Waiting(outcome, HandedIn()) for outcome in outcomes]
    for _ in grading.run(None, books, waiting_ones, OneByOne(), width=3):
        ahead.append(len(read) - len(results))

    assert results == outcomes
    assert ahead[0] in (many - 1, many)
    assert ahead[many:-10] == [3 * grading.AHEAD - 1] * (190 - many)


@pytest.mark.slow
def test_a_job_knows_how_much_it_holds(tmp_path):
    course = Course(make_course(tmp_path))
    hand_in(course.root, "ada", RIGHT)
    folder = course.folder("submitted", submission := course.submissions(ASSIGNMENT)[0])
    (folder / "data.bin").write_bytes(bytes(1000))
    with OpenGradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        books = Bookkeeping(course, gradebook, SealedExecute)
        job, _ = books.prepare(submission, books.read(submission))
    assert job.size == sum(path.stat().st_size for path in folder.iterdir()) > 1000  # the timestamp is a file, too


@pytest.mark.slow
def test_a_changed_submission_and_a_changed_assignment_are_graded_again_and_nothing_else_is(tmp_path):
    course = copy_course(tmp_path / "course", UNIT)
    nbgrader("generate_assignment", UNIT, "--create", cwd=course)
    hand_in_right_answers(course, "ada")
    hand_in_right_answers(course, "ben")

    def run_again():
        return {outcome.student for outcome in grade(Course(course), [UNIT], workers=1) if not outcome.skipped}

    assert run_again() == {"ada", "ben"}
    assert run_again() == set()
    (course / "submitted" / "ada" / UNIT / "timestamp.txt").write_text("2026-03-30 10:00:00 UTC", encoding="utf-8")
    assert run_again() == {"ada"}
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("c.SealedExecute.cell_timeout = 21\n")
    assert run_again() == {"ada", "ben"}
    scores = read_table(Course(course), [UNIT]).scores
    assert {student: by_unit[UNIT].points for student, by_unit in scores.items()} == dict.fromkeys(
        ("ada", "ben"), sum(expected_scores(UNIT).values())
    )


@pytest.mark.slow
@pytest.mark.parametrize("course", ["graded", "empty"])
def test_a_command_with_nothing_to_do_leaves_nothing(tmp_path, course):
    folder, temporary = make_course(tmp_path / "course"), tmp_path / "temporary"
    temporary.mkdir()
    if course == "graded":
        hand_in(folder, "ada", RIGHT)
        grade(Course(folder), [ASSIGNMENT], workers=1)

    done = run_command(folder, {**os.environ, "TMPDIR": str(temporary)})

    assert ("Nothing changed" if course == "graded" else "No submissions") in done.stdout + done.stderr
    assert list(temporary.iterdir()) == []
    assert [process for process in psutil.process_iter() if str(temporary) in temporary_folder_of(process)] == []


@pytest.mark.slow
@pytest.mark.parametrize("when", ["imports", "grades"])
def test_a_killed_command_leaves_no_temporary_folder(tmp_path, when):
    folder, temporary = make_course(tmp_path / "course"), tmp_path / "temporary"
    temporary.mkdir()
    for number in range(20):
        hand_in(folder, f"s{number}", RIGHT)
    records = folder / ".autograder" / ASSIGNMENT
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = subprocess.Popen(GRADE, cwd=folder, env=environment, stdout=subprocess.DEVNULL)

    if when == "imports":  # the process that imports is there, and sweeps when it is left alone
        wait_until(lambda: any(f"{temporary}/" in temporary_folder_of(one) for one in psutil.process_iter()))
    else:
        wait_until(lambda: records.is_dir() and any(records.iterdir()))
    command.kill()

    assert command.wait() == -signal.SIGKILL
    wait_until(lambda: not any(temporary.iterdir()))


def wait_until(holds, seconds=60):
    """Wait for what other processes do."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


GRADE = [sys.executable, "-m", "autograder", "grade"]


def run_command(folder, environment):
    """`autograder grade`, in a course folder."""
    return subprocess.run(GRADE, cwd=folder, env=environment, capture_output=True, text=True)


def temporary_folder_of(process):
    """The folder for temporary files that a process was started with."""
    try:
        return process.environ().get("TMPDIR", "")
    except psutil.Error:
        return ""


@pytest.mark.parametrize(
    ("hours", "penalty"), [(0, None), (1, 1.6), (24, 1.6), (25, 3.2), (24 * 4 + 1, 8.0), (24 * 30, 8.0)]
)
def test_a_late_day_costs_a_tenth_and_never_more_than_half(hours, penalty):
    plugin = PenaltyPerDay(share_per_day=0.1, largest_share=0.5)
    assert plugin.late_submission_penalty("ada", 16.0, hours * 3600) == penalty
