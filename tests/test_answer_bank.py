"""The answer bank keeps the hidden tests honest: every answer in it is graded by real nbgrader."""

from __future__ import annotations

import nbformat
import pytest

from autograder.course import Course
from autograder.grade import grade
from tests.answer_bank import (
    Answer,
    answers,
    exercises,
    expected_scores,
    fill_in,
    notebook_path,
    read_notebook,
    units,
)
from tests.conftest import copy_course, nbgrader


def reference_answers(unit: str) -> dict[str, str]:
    cells = read_notebook(unit).cells
    return {cell.id: cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")}


@pytest.mark.parametrize("unit", units())
def test_every_exercise_has_at_least_two_right_and_three_wrong_answers(unit):
    for exercise in exercises(unit):
        assert len(answers(unit, exercise.name, "right")) >= 2, exercise.name
        assert len(answers(unit, exercise.name, "wrong")) >= 3, exercise.name


@pytest.mark.parametrize("unit", units())
def test_every_answer_belongs_to_an_exercise_and_says_its_idea(unit):
    names = {exercise.name for exercise in exercises(unit)}
    for answer in answers(unit):
        assert answer.exercise in names, answer.name
        assert answer.kind in ("right", "wrong"), answer.name
        assert answer.idea, f"{answer.name} has no docstring"


@pytest.mark.slow
@pytest.mark.parametrize("unit", units())
def test_right_answers_keep_every_point_and_wrong_ones_lose_only_their_own(unit, tmp_path):
    # Each submission carries one wrong answer; the right answers ride along in the other exercises.
    submissions = pack(unit)
    course = copy_course(tmp_path / "course", unit)
    nbgrader("generate_assignment", unit, "--create", cwd=course)
    for number, chosen in enumerate(submissions):
        released = nbformat.read(course / "release" / unit / notebook_path(unit).name, as_version=4)
        folder = course / "submitted" / f"s{number:03d}" / unit
        folder.mkdir(parents=True)
        nbformat.write(
            fill_in(released, {a: source(unit, a, b) for a, b in chosen.items()}), folder / notebook_path(unit).name
        )

    outcomes = grade(Course(course), [unit], workers=1)

    assert not [outcome for outcome in outcomes if outcome.problem]
    points = expected_scores(unit)
    wrong_verdicts = []
    with Course(course).gradebook() as gradebook:
        for number, chosen in enumerate(submissions):
            entry = gradebook.find_submission(unit, f"s{number:03d}")
            lost = {mark.name for book in entry.notebooks for mark in book.grades if mark.score < points[mark.name]}
            for exercise in exercises(unit):
                answer = chosen[exercise.name]
                failed = sorted(lost & set(exercise.tests))
                if answer is not None and answer.kind == "wrong" and not failed:
                    wrong_verdicts.append(f"{answer.name} kept every point")
                elif (answer is None or answer.kind == "right") and failed:
                    beside = [a.name for a in chosen.values() if a is not None and a.kind == "wrong"]
                    name = answer.name if answer else f"{unit}/{exercise.name}/reference"
                    wrong_verdicts.append(f"{name} lost {', '.join(failed)} (beside {beside})")
    assert not wrong_verdicts, "\n".join(wrong_verdicts)


def pack(unit: str) -> list[dict[str, Answer | None]]:
    """Put all answers of a unit into few submissions: at most one wrong answer in each; None is the reference."""
    names = [exercise.name for exercise in exercises(unit)]
    wrong = [answer for name in names for answer in answers(unit, name, "wrong")]
    right = {name: [None, *answers(unit, name, "right")] for name in names}
    count = max(len(wrong), *(len(found) for found in right.values()))
    packed = []
    for number in range(count):
        chosen = {name: found[number % len(found)] for name, found in right.items()}
        if number < len(wrong):
            chosen[wrong[number].exercise] = wrong[number]
        packed.append(chosen)
    used = {answer.name for chosen in packed for answer in chosen.values() if answer is not None}
    left = [answer for answer in answers(unit) if answer.name not in used]
    packed += [{name: answer if name == answer.exercise else None for name in names} for answer in left]
    return packed


def source(unit: str, exercise: str, answer: Answer | None) -> str:
    return reference_answers(unit)[exercise] if answer is None else answer.source
