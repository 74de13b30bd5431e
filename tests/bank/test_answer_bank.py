"""The answer bank keeps the hidden tests honest: every answer is graded alone and sealed, some by stock nbgrader."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.sealed.plan.slices import cells_to_run
from autograder.verify.mutants import mutants_of
from autograder.verify.verdicts import PlainGrader
from autograder.verify.verify import MARKS, read_marks
from bank import (
    BANK,
    Answer,
    Verdict,
    answers,
    exercises,
    expected_scores,
    fill_in,
    notebook_path,
    read_notebook,
    sheet,
    units,
)
from tests.commands import nbgrader
from tools.course_copy import STOCK, copy_course
from tools.notebooks import TO_DO

#: By exercise, the one whose answer it may call: a wrong answer there would hide, or add to, what is wrong here.
CALLS = {"fit": "train_epoch"}


@pytest.fixture(scope="module", params=units())
def unit(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def plain(unit) -> Iterator[PlainGrader]:
    """Grades answers of the unit in plain Python, for several tests: its start takes some seconds."""
    with PlainGrader(sheet(unit)) as grader:
        yield grader


def reference_answers(unit: str) -> dict[str, str]:
    cells = read_notebook(unit).cells
    return {cell.id: cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")}


def test_every_exercise_has_at_least_two_right_and_three_wrong_answers(unit):
    for exercise in exercises(unit):
        assert len(answers(unit, exercise.name, "right")) >= 2, exercise.name
        assert len(answers(unit, exercise.name, "wrong")) >= 3, exercise.name


def test_every_answer_belongs_to_an_exercise_and_says_its_idea(unit):
    names = {exercise.name for exercise in exercises(unit)}
    for answer in answers(unit):
        assert answer.exercise in names, answer.name
        assert answer.kind in ("right", "wrong"), answer.name
        assert answer.idea, f"{answer.name} has no docstring"
        assert TO_DO not in answer.path.read_text(encoding="utf-8"), f"{answer.name} is not written yet"


@pytest.mark.slow
@pytest.mark.bank
def test_right_answers_keep_every_point_and_wrong_ones_lose_only_their_own(unit, plain, tmp_path):
    # Alone: each answer in the reference notebook, in plain Python.
    alone = {verdict.answer: verdict for verdict in plain.verdicts(answers(unit))}
    unjust = [f"{verdict.answer.name} {verdict.problem}" for verdict in alone.values() if verdict.problem]

    # Sealed, into nbgrader's gradebook: a submission carries one answer for every exercise.
    submissions = pack(unit)
    course = copy_course(tmp_path / "course", unit)
    hand_in(course, unit, submissions)
    grade(Course(course), [unit], workers=1)  # other tests run beside it

    # Same verdicts: what an answer lost alone is what it lost there, whatever stood beside it.
    unjust += disagreements(course, unit, submissions, alone)

    # Stock nbgrader gives the same. Two submissions only: its kernel takes seconds where a sealed one takes a fraction.
    two = {student: submissions[student] for student in (min(submissions), max(submissions))}
    grade_stock(course, unit, two)
    unjust += [f"stock: {differs}" for differs in disagreements(course, unit, two, alone)]
    assert not unjust, "\n".join(unjust)


@pytest.mark.slow
@pytest.mark.bank
def test_every_mutant_marked_as_equivalent_keeps_every_point(unit, plain):
    """A mark goes stale when the solution is written anew, or the text comes to promise what the mutant breaks."""
    marks = read_marks(BANK / unit / MARKS)
    made = [mutant for name, source in reference_answers(unit).items() for mutant in mutants_of(name, source)]
    marked = [mutant for mutant in made if (mutant.exercise, mutant.line, mutant.mutant) in marks]

    ran = plain.sources([(mutant.exercise, mutant.source) for mutant in marked], elsewhere=False)
    kept = {(m.exercise, m.line, m.mutant) for m, done in zip(marked, ran, strict=True) if not done.failed}

    stale = [f"[[{exercise}]] {line} → {mutant}" for exercise, line, mutant in sorted(marks - kept)]
    assert not stale, "\n".join(stale)


@pytest.mark.slow
@pytest.mark.bank
def test_right_answers_keep_every_point_beside_cells_left_open_and_wrong_answers(unit, plain):
    """Each exercise stands alone, also for an answer that named another one's when its own cell ran."""
    own = {exercise.name: exercise for exercise in exercises(unit)}
    left_open = {cell.id: cell.source for cell in read_notebook(unit, "release").cells}
    answered, runs = [], []
    for number, answer in enumerate(answers(unit, kind="right")):
        beside = own.keys() - {answer.exercise, CALLS.get(answer.exercise)}
        wrong = {name: answers(unit, name, "wrong") for name in beside}
        for sources in (
            {name: left_open[name] for name in beside},
            {name: found[number % len(found)].source for name, found in wrong.items()},
        ):
            notebook = fill_in(read_notebook(unit), sources)
            cells = cells_to_run(notebook, answer.exercise, own[answer.exercise].tests, answer.source, False)
            answered.append(answer)
            runs.append(replace(plain.run, cells=cells))
    ran = list(plain.pool.run(runs))

    lost = [(a.name, set(own[a.exercise].tests) & set(done.failed)) for a, done in zip(answered, ran, strict=True)]
    assert not [(name, tests) for name, tests in lost if tests]


#: by student, the answer to every exercise; None is the reference solution
Submissions = dict[str, dict[str, Answer | None]]


def hand_in(course: Path, unit: str, submissions: Submissions) -> None:
    """Release a unit and hand in."""
    nbgrader("generate_assignment", unit, "--create", cwd=course)
    name, reference = notebook_path(unit).name, reference_answers(unit)
    for student, chosen in submissions.items():
        released = nbformat.read(course / "release" / unit / name, as_version=4)
        folder = course / "submitted" / student / unit
        folder.mkdir(parents=True)
        sources = {exercise: answer.source if answer else reference[exercise] for exercise, answer in chosen.items()}
        nbformat.write(fill_in(released, sources), folder / name)


def grade_stock(course: Path, unit: str, submissions: Submissions) -> None:
    """Grade these submissions of a course anew, and no other, with nbgrader as it is without this grader."""
    with Course(course).gradebook() as gradebook:
        for student in submissions:
            gradebook.remove_submission(unit, student)
    for folder in (course / "submitted").iterdir():
        if folder.name not in submissions:
            shutil.rmtree(folder)
    shutil.rmtree(course / "autograded")
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(STOCK)
    nbgrader("autograde", unit, cwd=course)


def disagreements(course: Path, unit: str, submissions: Submissions, alone: dict[Answer, Verdict]) -> list[str]:
    found = []
    for student, chosen in submissions.items():
        lost = lost_tests(course, unit, student)
        for exercise in exercises(unit):
            answer = chosen[exercise.name]
            expected = set(alone[answer].failed) if answer else set()
            if lost & set(exercise.tests) != expected:
                who = answer.name if answer else f"{unit}/{exercise.name}/reference"
                found.append(f"{who} lost {lost & set(exercise.tests)} in the gradebook, {expected} alone")
    return found


def pack(unit: str) -> Submissions:
    """Put all answers of a unit into few submissions."""
    names = [exercise.name for exercise in exercises(unit)]
    columns = [[None, *answers(unit, name)] for name in names]
    # Rolled against each other, so that wrong answers stand beside right ones.
    rolled = [column[5 * n % len(column) :] + column[: 5 * n % len(column)] for n, column in enumerate(columns)]
    rows = [dict(zip(names, row, strict=True)) for row in zip_longest(*rolled)]
    for row in list(rows):
        for name in CALLS.keys() & set(names):
            called = row[CALLS[name]]
            if row[name] and row[name].kind == "wrong" and called and called.kind == "wrong":
                rows.append(dict.fromkeys(names) | {name: row[name]})
                row[name] = None
    return {f"s{number:03d}": row for number, row in enumerate(rows)}


def lost_tests(course: Path, unit: str, student: str) -> set[str]:
    points = expected_scores(unit)
    with Course(course).gradebook() as gradebook:
        marks = [mark for book in gradebook.find_submission(unit, student).notebooks for mark in book.grades]
        assert {mark.name for mark in marks} == set(points)
        return {mark.name for mark in marks if mark.score < points[mark.name]}
