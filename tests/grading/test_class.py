"""`make grade`: a whole class through the real commands. Run by `make bank`, whose answers the class hands in."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys

import pytest

from autograder.course.folder import Course
from autograder.report.table import read_table
from bank import ROOT, expected_scores, units
from examples.grade_class import CLASS
from examples.make_class import NOT_SUBMITTED, STUDENTS, TROUBLES

pytestmark = [pytest.mark.slow, pytest.mark.bank]

EXPECTED = ROOT / "examples" / "expected_scores.json"
TROUBLED = {name for (name, _), trouble in TROUBLES.items() if trouble.__name__ in ("no_notebook", "renamed")}
TROUBLED |= {name for (name, _), trouble in TROUBLES.items() if trouble.__name__ in ("corrupt_json", "not_utf8")}


def make_grade() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "examples.grade_class"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def first_run() -> str:
    return make_grade()


def test_the_class_gets_the_scores_it_should(first_run):
    table = read_table(Course(CLASS), units())
    scores = {student: {u: s.points for u, s in by_unit.items()} for student, by_unit in table.scores.items()}
    assert scores == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_the_table_shows_every_student_unit_total_and_where_things_are(first_run):
    for student in STUDENTS:
        assert f"│ {student}" in first_run
    total = sum(sum(expected_scores(unit).values()) for unit in units())
    assert f"/{total:g}" in first_run
    assert "gradebook:" in first_run
    assert "feedback:" in first_run


def test_what_could_not_be_graded_is_reported_by_name_and_costs_nobody_else_anything(first_run):
    reported = {line.split()[2] for line in first_run.splitlines() if line.startswith("not graded:")}
    assert reported == TROUBLED

    table = read_table(Course(CLASS), units())
    needs_look = {(s, u) for s, by_unit in table.scores.items() for u, score in by_unit.items() if score.needs_look}
    assert {student for student, _ in needs_look} == TROUBLED
    assert all(table.scores[s][u].points == 0 for s, u in needs_look)


def test_every_submission_has_feedback_and_no_feedback_shows_a_hidden_test(first_run):
    pages = {path.parent.parent.name + "/" + path.parent.name: path for path in CLASS.glob("feedback/*/*/*.html")}
    handed_in = {f"{p.parent.name}/{p.name}" for p in CLASS.glob("submitted/*/*") if p.is_dir()}
    assert set(pages) == handed_in
    assert len(handed_in) == len(STUDENTS) * len(units()) - len(NOT_SUBMITTED)
    for path in pages.values():
        assert "HIDDEN TESTS" not in path.read_text(encoding="utf-8"), path


def test_a_second_run_changes_nothing_and_says_so(first_run):
    gradebook = CLASS / "gradebook" / "gradebook.db"
    before = gradebook.read_bytes()

    said = make_grade()

    assert "Nothing changed" in said
    assert gradebook.read_bytes() == before


def test_a_run_waits_for_another_one_to_end(first_run):
    with open(CLASS.parent / "class.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, "-m", "examples.grade_class"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert "waiting" in second.stdout.readline()
        assert second.poll() is None
    rest = second.communicate(timeout=300)[0]
    assert "Nothing changed" in rest
