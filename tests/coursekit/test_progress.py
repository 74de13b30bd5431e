"""Progress is recorded where a person looks, survives damage, and never affects a grade."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock
from IPython.core.interactiveshell import InteractiveShell

from autograder.course.folder import Course
from autograder.grading.grade import grade
from autograder.report.table import read_table
from bank import ROOT, answers, fill_in, notebook_path
from coursekit import own_names, progress, quiz, verdict
from coursekit.lessons import LESSONS, SHORT_WAY
from coursekit.progress import picture, record
from tests.small_course import ASSIGNMENT, WRONG, hand_in, make_course

UNIT = "01-state-dict"
LABELS = record.CHECKS.read_text(encoding="utf-8").splitlines()


@pytest.fixture(autouse=True)
def own_file(tmp_path, monkeypatch):
    """A learner of one's own, whom nobody watches yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(record, "_trouble", {})
    monkeypatch.setattr(picture, "_shown", False)


@pytest.fixture
def watched(monkeypatch, tmp_path):
    """A notebook of unit 1 that a person has opened in JupyterLab."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "my-work" / UNIT / "state-dict.ipynb"))


def question(unit=4, kind="quick"):
    return quiz.load().of(kind, unit)[0]


def passed() -> None:
    """A check that passes."""


def not_passed() -> None:
    raise AssertionError("no")


# --- noting -------------------------------------------------------------------------------------------------------


def test_the_last_answer_to_a_question_is_remembered():
    progress.answer(question(), right=False)
    progress.answer(question(), right=True)

    assert record.read().answers == {f"4/quick/{question().id}": True}


def test_a_quiz_remembers_its_answers_by_itself():
    shown = quiz.quick_check(4).asked[0]
    shown.box.radio.index = next(place for place, choice in enumerate(shown.box.choices) if choice.right)
    shown.check.click()

    assert record.read().answers == {f"4/quick/{shown.box.question.id}": True}


def test_a_mastery_test_remembers_its_last_and_its_best_score():
    for right in (4, 9, 7):
        progress.mastery(right)

    assert record.read().mastery == {"last": 7, "best": 9}


def test_the_scores_of_a_mastery_test_are_written_at_once(monkeypatch):
    # A kernel that is killed between two notes would leave a half of them for ever.
    seen = []
    monkeypatch.setattr(progress, "refresh", lambda: seen.append(record.read().mastery))

    progress.mastery(4)

    assert seen == [{"last": 4, "best": 4}]


def test_a_score_that_an_older_version_noted_by_half_loses_nothing():
    record.file().parent.mkdir(parents=True, exist_ok=True)
    record.file().write_text('{"answers": {}, "checks": {"a": true}, "mastery": {"last": 5}}', encoding="utf-8")

    progress.mastery(4)

    assert record.read().mastery == {"last": 4, "best": 5}
    assert record.read().checks == {"a": True}


def test_a_check_notes_whether_it_passed_the_last_time(watched):
    verdict.show(LABELS[0], passed, {})
    assert record.read().checks == {LABELS[0]: True}

    with pytest.raises(AssertionError):
        verdict.show(LABELS[0], not_passed, {})
    assert record.read().checks == {LABELS[0]: False}


def test_a_lesson_is_read_when_its_quick_check_is_answered_however_that_went():
    asked = quiz.load().of("quick", 4)
    for number, one in enumerate(asked):
        assert not record.units(record.read())[4].read
        progress.answer(one, right=number == 0)

    unit = record.units(record.read())[4]
    assert (unit.read, unit.answered, unit.right) == (True, 3, 1)


def test_the_short_way_is_read_when_its_own_quiz_is_answered():
    for one in quiz.load().of("quick", SHORT_WAY):
        assert not record.short_way(record.read()).read
        progress.answer(one, right=False)

    short = record.short_way(record.read())
    assert (short.read, short.answered, short.right) == (True, 3, 0)
    assert not any(unit.read for unit in record.units(record.read()))


def test_an_exercise_passes_when_all_its_checks_do():
    first, second = [label for label in LABELS if label.startswith("1.1 ")]

    progress.check(first, passed=True)
    assert record.units(record.read())[1].passed == 0
    progress.check(second, passed=True)

    exercises = record.units(record.read())[1].exercises
    assert [name for name, passes in exercises.items() if passes] == ["1.1 build_model"]
    assert len(exercises) == 4


@pytest.mark.parametrize("unit", range(1, len(LESSONS)))
def test_every_unit_has_exercises_and_they_are_those_of_its_assignment(unit):
    notebook = nbformat.read(ROOT / "release" / notebook_path(LESSONS[unit]).relative_to(ROOT / "source"), as_version=4)
    names = [cell.id for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]

    assert [name.partition(" ")[2] for name in record.units(record.Progress())[unit].exercises] == names


NOTES = """
import sys
from coursekit import progress
for number in range(40):
    progress.check(f"{sys.argv[1]} {number}", True)
"""


@pytest.mark.slow
def test_two_notebooks_at_once_lose_none_of_each_others_notes():
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda name: subprocess.run([sys.executable, "-c", NOTES, name], cwd=ROOT), "ab"))

    assert [one.returncode for one in done] == [0, 0]
    assert record.read().checks == {f"{name} {number}": True for name in "ab" for number in range(40)}


# --- grading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", [{}, {"JPY_SESSION_NAME": "a.ipynb", "NBGRADER_EXECUTION": "autograde"}])
def test_where_nobody_looks_nothing_is_noted_and_nothing_shown(monkeypatch, capsys, setting):
    for name, value in setting.items():
        monkeypatch.setenv(name, value)

    own_names.begin({})
    verdict.show(LABELS[0], passed, {})

    verdict_alone = f"\x1b[32m✓\x1b[39m {LABELS[0]}: passed. More is checked when it is graded."
    assert " ".join(capsys.readouterr().out.split()) == verdict_alone
    assert not record.file().parent.exists()


GRADED = """
import sys
from coursekit import own_names
names = {}
own_names.begin(names)
own_names.verdict.show("1.1 build_model · scores", lambda: None, names)
print([name for name in sys.modules if name.startswith("coursekit.progress")])
"""


@pytest.mark.slow
def test_a_grader_does_not_even_import_progress():
    done = subprocess.run([sys.executable, "-c", GRADED], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.slow
def test_progress_never_affects_a_grade(tmp_path):
    course = make_course(tmp_path / "course")
    claim = record.Progress({}, dict.fromkeys([*LABELS, *WRONG], True), {"last": 10, "best": 10})
    hand_in(course, "plain", WRONG)
    claimed = hand_in(course, "claiming", WRONG).with_name(record.NAME)
    claimed.write_text(json.dumps(vars(claim)), encoding="utf-8")

    grade(Course(course), [ASSIGNMENT], workers=1)

    by_student = read_table(Course(course), [ASSIGNMENT]).scores
    assert {student: scores[ASSIGNMENT].points for student, scores in by_student.items()} == {"plain": 0, "claiming": 0}
    assert not record.file().exists()


@pytest.mark.slow
def test_validate_and_stock_grading_of_a_right_notebook_write_no_note(tmp_path, monkeypatch):
    # nbgrader inside a notebook inherits that notebook's JPY_SESSION_NAME.
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    released = ROOT / "release" / UNIT / notebook_path(UNIT).name
    right = {one: answers(UNIT, one, "right")[0].source for one in ("build_model", "describe_state")}
    nbformat.write(fill_in(nbformat.read(released, as_version=4), right), tmp_path / released.name)

    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", released.name], cwd=tmp_path, capture_output=True, text=True
    )

    assert "1.3 count_parameters" in done.stdout + done.stderr  # it ran, and what is open failed
    assert not record.file().exists()


# --- damage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"answers": {}}',
        '{"answers": [], "checks": {}, "mastery": {}}',
        '{"answers": {"a": 7}, "checks": {}, "mastery": {}}',
        '{"answers": {}, "checks": {}, "mastery": {"best": true}}',
        '{"answers": {}, "checks": {}, "mastery": {"best": 5}}',
        "\x00\xff",
    ],
)
def test_a_damaged_file_is_put_aside_and_the_strip_says_so(text):
    record.file().parent.mkdir(parents=True)
    record.file().write_text(text, encoding="latin-1")

    assert record.read() == record.Progress()
    progress.check(LABELS[0], passed=True)

    assert record.file().with_suffix(".damaged.json").read_text(encoding="latin-1") == text
    assert record.read().checks == {LABELS[0]: True}
    assert "was damaged. It is now progress.damaged.json" in progress.strip(1).html()


def test_a_lost_file_costs_nothing():
    progress.check(LABELS[0], passed=True)
    record.file().unlink()

    assert record.read() == record.Progress()


def test_what_was_in_the_way_once_is_not_said_when_it_has_gone(monkeypatch):
    monkeypatch.setattr(record, "SECONDS", 0)
    record.file().parent.mkdir(parents=True)
    with FileLock(record.file().with_suffix(".lock")):
        progress.check(LABELS[0], passed=True)
        assert "another program holds it" in progress.strip(1).html()

    progress.check(LABELS[0], passed=True)

    assert record.read().checks == {LABELS[0]: True}
    assert record.trouble() == ""


@pytest.mark.parametrize("blocked", ["file", "folder"])
def test_where_nothing_can_be_written_checks_and_quizzes_work_and_the_strip_says_why(watched, capsys, blocked):
    # A folder in the place of a file, or a file in the place of a folder: root cannot write there either.
    if blocked == "file":
        record.file().mkdir(parents=True)
    else:
        record.file().parent.parent.mkdir(parents=True)
        record.file().parent.write_text("", encoding="utf-8")

    verdict.show(LABELS[0], passed, {})

    assert "passed" in capsys.readouterr().out
    assert "Your grades are not affected." in progress.strip(1).html()


def test_an_account_without_a_home_gets_no_folder_beside_its_notebook(monkeypatch, tmp_path):
    monkeypatch.setattr(record.platformdirs, "user_data_path", lambda *_, **__: Path("~/.local/share"))
    monkeypatch.chdir(tmp_path)

    progress.check(LABELS[0], passed=True)

    assert os.listdir(tmp_path) == []
    assert "has no home folder" in record.trouble()


# --- what is shown ------------------------------------------------------------------------------------------------


@pytest.fixture
def some_progress():
    for label in LABELS:
        if label.startswith(("1.1 ", "1.2 ")):
            progress.check(label, passed=True)
    for one in quiz.load().of("quick", 1):
        progress.answer(one, right=True)
    progress.mastery(9)


def test_the_strip_says_in_one_line_what_is_done_and_what_is_open(some_progress):
    assert str(progress.strip(1)) == (
        "Unit 1: 2 of 4 exercises pass, open: 1.3, 1.4 · lesson read · "
        "whole course: 1 of 12 lessons, 2 of 45 exercises, mastery test 9 of 10 at best, 9 the last time"
    )


def test_the_table_has_a_line_for_every_unit_and_for_the_mastery_test(some_progress):
    _, *lines = str(progress.show()).splitlines()

    assert [line.split()[0] for line in lines] == [*LESSONS, SHORT_WAY, "mastery"]
    assert " ".join(lines[1].split()) == "01-state-dict read 3 of 3 right ■■□□ 2 of 4, open: 1.3, 1.4"
    assert "not yet read" in lines[2]


def test_the_picture_says_in_words_what_its_boxes_show(some_progress):
    shown = progress.show()._repr_html_()

    for said in ("✓ read", "○ not yet read", "2 of 4, open: 1.3, 1.4", "9 of 10 at best", str(record.file())):
        assert said in shown
    assert shown.count("<svg") == shown.count("<svg aria-hidden='true'")


def test_the_strip_of_a_notebook_follows_its_checks(watched, monkeypatch):
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    published = []
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, *_, **more: published.append((data, more)))

    own_names.begin({})
    verdict.show(LABELS[0], passed, {})
    verdict.show(LABELS[1], passed, {})
    InteractiveShell.clear_instance()

    seen = [data["text/html"] for data, _ in published]
    assert ["Unit 1: 0 of 4" in seen[0], "Unit 1: 1 of 4" in seen[-1]] == [True, True]
    assert {more["transient"]["display_id"] for _, more in published} == {picture.DISPLAY}
    assert [more.get("update", False) for _, more in published] == [False, True, True]


def put_feedback(folder: Path, time: datetime, points: str = "13.0", attempts: str = "2 attempts left today.") -> None:
    page = folder / "feedback" / f"{time:%Y-%m-%d %H:%M:%S}.000000 UTC" / "state-dict.html"
    page.parent.mkdir(parents=True)
    head = f'<meta name="handed-in" content="Handed in: {points} of 16.0 points.">'
    page.write_text(f'<!DOCTYPE html>\n<html><head>\n{head}\n<meta name="attempts" content="{attempts}">', "utf-8")


def test_the_strip_says_what_the_newest_feedback_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put_feedback(tmp_path, datetime.now(UTC) - timedelta(days=9), points="1.0")
    put_feedback(tmp_path, datetime.now(UTC))

    assert str(progress.strip(1)).endswith("Handed in: 13.0 of 16.0 points. 2 attempts left today.")
    assert "13.0 of 16.0 points" in progress.strip(1).html()


def test_how_many_attempts_are_left_is_said_on_that_day_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put_feedback(tmp_path, datetime.now(UTC) - timedelta(days=2))

    assert str(progress.strip(1)).endswith("Handed in: 13.0 of 16.0 points.")


@pytest.mark.parametrize("content", ["", "<html>", '<meta name="handed-in" content="<b>">'])
def test_another_page_in_the_feedback_folder_does_no_harm(tmp_path, monkeypatch, content):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feedback" / "somewhere").mkdir(parents=True)
    (tmp_path / "feedback" / "somewhere" / "page.html").write_text(content)

    assert "<b>" not in progress.strip(1).html()
