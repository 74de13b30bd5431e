"""Progress is a convenience: it remembers, it survives damage, and nothing depends on it."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.report.table import read_table
from bank import ROOT, answers, exercises, fill_in, notebook_path
from coursekit import progress, quiz
from coursekit.lessons import LESSONS
from coursekit.visible_tests import visible_results
from tests.small_course import ASSIGNMENT, WRONG, hand_in, make_course


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A learner's folder; the test runs where a notebook in notebooks/ would."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def question(unit=4, kind="quick"):
    return quiz.load().of(kind, unit)[0]


# --- remembering --------------------------------------------------------------------------------------------------


def test_lessons_and_answers_are_remembered(here):
    progress.lesson_done("04-restoring")
    progress.answer(question(), right=False)
    progress.answer(question(), right=True)
    now = progress.read()
    assert now.lessons == {"04-restoring": True}
    assert now.answers == {f"4/quick/{question().id}": True}


def test_a_quiz_remembers_its_answers_by_itself(here):
    shown = quiz.quick_check(4).asked[0]
    shown.box.radio.index = next(place for place, choice in enumerate(shown.box.choices) if choice.right)
    shown.check.click()
    assert progress.read().answers == {f"4/quick/{shown.box.question.id}": True}


@pytest.mark.parametrize("lesson", [*LESSONS[1:10], *LESSONS[11:]])  # 10 is not there yet: see coursekit/lessons.py
def test_the_last_cell_of_a_lesson_marks_it_as_done(here, lesson):
    last = nbformat.read(ROOT / "notebooks" / f"{lesson}.ipynb", as_version=4).cells[-1]
    exec(last.source, {})
    assert progress.read().lessons == {lesson: True}


def test_an_unknown_lesson_is_refused_by_name(here):
    with pytest.raises(ValueError, match="04-restored"):
        progress.lesson_done("04-restored")


@pytest.mark.parametrize(
    ("folders", "inside", "place"),
    [
        (["my-work", "notebooks"], "notebooks", "my-work"),
        (["my-work/04-restoring"], "my-work/04-restoring", "my-work"),
        (["04-restoring"], "04-restoring", "."),
        (["my-work"], ".", "my-work"),
        ([], ".", "."),
    ],
)
def test_one_file_serves_all_notebooks_of_a_learner(tmp_path, monkeypatch, folders, inside, place):
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / inside)
    assert progress.file() == tmp_path / place / progress.NAME


# --- damage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"lessons": {}}',
        '{"lessons": [], "answers": {}, "exercises": {}}',
        '{"lessons": {}, "answers": {"a": 7}, "exercises": {}}',
        '{"lessons": {}, "answers": {}, "exercises": {"04-restoring": true}}',
        '{"lessons": {}, "answers": {}, "exercises": []}',
        "\x00\xff",
    ],
)
def test_a_damaged_file_is_set_aside_with_a_plain_message(here, capsys, text):
    progress.file().write_text(text, encoding="latin-1")
    assert progress.read() == progress.Progress()
    assert progress.file().with_suffix(".damaged.json").read_text(encoding="latin-1") == text
    assert "grades are not affected" in capsys.readouterr().out
    progress.lesson_done("01-state-dict")
    assert progress.read().lessons == {"01-state-dict": True}


def test_a_lost_file_costs_nothing(here):
    progress.lesson_done("01-state-dict")
    progress.file().unlink()
    assert progress.read() == progress.Progress()


def test_a_folder_that_cannot_be_written_stops_no_lesson(here, capsys):
    # A folder with the file's name refuses to be replaced, for root too.
    progress.file().mkdir()
    progress.lesson_done("01-state-dict")
    assert "not saved" in capsys.readouterr().out


def test_the_file_is_plain_json_that_a_person_can_read(here):
    progress.lesson_done("01-state-dict")
    assert json.loads(progress.file().read_text())["lessons"] == {"01-state-dict": True}


@pytest.mark.slow
def test_progress_never_affects_a_grade(tmp_path):
    course = make_course(tmp_path / "course")
    claim = progress.Progress(dict.fromkeys(LESSONS, True), {}, {ASSIGNMENT: dict.fromkeys(WRONG, True)})
    hand_in(course, "plain", WRONG)
    claimed = hand_in(course, "claiming", WRONG).with_name(progress.NAME)
    claimed.write_text(json.dumps(vars(claim)), encoding="utf-8")
    grade(Course(course), [ASSIGNMENT], workers=1)
    by_student = read_table(Course(course), [ASSIGNMENT]).scores
    assert {student: scores[ASSIGNMENT].points for student, scores in by_student.items()} == {"plain": 0, "claiming": 0}


# --- the picture --------------------------------------------------------------------------------------------------


def test_the_picture_says_in_words_what_its_bars_show():
    now = progress.Progress(
        lessons={"04-restoring": True},
        answers={"4/quick/a": True, "4/quick/b": False, "4/mastery/c": True},
        exercises={"04-restoring": {"restore": True, "verify_restored": False}},
    )
    (line,) = [line for line in str(progress.ProgressTable(now)).splitlines() if line.startswith("04-")]
    assert " ".join(line.split()) == "04-restoring yes █░░ 1 of 3 █░ 1 of 2, open: verify_restored"
    shown = progress.ProgressTable(now)._repr_html_()
    assert "aria-label='quick check: 1 of 3'" in shown and "aria-label='exercises: 1 of 2'" in shown
    assert "open: verify_restored<" in shown


def test_every_lesson_has_a_line():
    assert [line.split()[0] for line in str(progress.ProgressTable(progress.Progress())).splitlines()[1:]] == [*LESSONS]


# --- visible tests ------------------------------------------------------------------------------------------------


def assignment(folder, sources):
    """A learner's copy of the released unit 4, with some answers in it. Returns its path."""
    folder = folder / "04-restoring"
    shutil.copytree(ROOT / "release" / "04-restoring", folder)
    path = folder / notebook_path("04-restoring").name
    nbformat.write(fill_in(nbformat.read(path, as_version=4), sources), path)
    return path


def right_answer(exercise):
    return answers("04-restoring", exercise, "right")[0].source


@pytest.mark.slow
def test_an_exercise_counts_when_all_its_visible_tests_pass(here):
    path = assignment(
        here,
        {
            "restore": right_answer("restore"),
            "verify_restored": right_answer("verify_restored"),
            "same_predictions": "def same_predictions(a, b, x):\n    return True",
        },
    )
    before = path.read_bytes()
    results = progress.check_assignment(path)
    assert results == {
        "restore": True,
        "verify_restored": True,
        "same_predictions": False,
        "restore_best": False,
    }
    assert progress.read().exercises == {"04-restoring": results}
    assert path.read_bytes() == before


@pytest.mark.slow
def test_the_check_runs_inside_a_notebook_too(here):
    # A kernel runs its cells inside an event loop.
    path = assignment(here, {})

    async def cell():
        return progress.check_assignment(path)

    assert asyncio.run(cell()) == {exercise.name: False for exercise in exercises("04-restoring")}


@pytest.mark.slow
def test_the_command_checks_and_shows(here):
    path = assignment(here, {"restore": right_answer("restore")})
    done = subprocess.run(
        [sys.executable, "-m", "coursekit.progress", str(path)], cwd=here, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("04-")]
    assert line.endswith("1 of 4, open: verify_restored, same_predictions, restore_best")


def notebook(folder, *cells):
    path = folder / "mine.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[*cells]), path)
    return path


def graded(source, **flags):
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": flags})


@pytest.mark.slow
def test_a_cell_that_never_ends_fails_and_the_next_ones_still_run(tmp_path, monkeypatch):
    monkeypatch.setattr("coursekit.visible_tests.CELL_SECONDS", 3)
    path = notebook(
        tmp_path,
        graded("answer = 1", solution=True),
        graded("while True: pass", grade=True),
        graded("answer = 2", solution=True),
        graded("assert answer == 2", grade=True),
    )
    assert list(visible_results(path).values()) == [False, True]


@pytest.mark.slow
def test_a_kernel_that_dies_is_said_plainly(tmp_path):
    path = notebook(tmp_path, graded("import os; os._exit(1)", solution=True), graded("assert True", grade=True))
    with pytest.raises(RuntimeError, match="The kernel died"):
        visible_results(path)


@pytest.mark.slow
def test_an_exercise_whose_tests_were_deleted_has_not_passed(tmp_path):
    assert list(visible_results(notebook(tmp_path, graded("answer = 1", solution=True))).values()) == [False]


def test_a_missing_file_and_a_lesson_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="Give the path of your assignment"):
        visible_results(tmp_path / "none.ipynb")
    with pytest.raises(ValueError, match="no answer cells"):
        visible_results(notebook(tmp_path, nbformat.v4.new_code_cell("1")))
