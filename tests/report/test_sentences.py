"""The commonest sentences are those of students, each counted once, whatever lies in an autograded notebook."""

from __future__ import annotations

import json

import pytest

from autograder.report.exercises import Check, Exercise
from autograder.report.sentences import (
    LONGEST,
    NOT_ANSWERED,
    Failure,
    commonest,
    errors_in,
    not_answered,
    sentence_of,
)

HALVE = Exercise("ps1", "problem", "halve", "", (Check("1", "halve-small", 1.0), Check("2", "halve-any", 2.0)))


def graded(name: str, *outputs: dict, **more) -> dict:
    marks = {"grade": True, "grade_id": name}
    return {"cell_type": "code", "metadata": {"nbgrader": marks}, "outputs": list(outputs), **more}


def error(name: str, message: str) -> dict:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


def test_sentences_that_differ_in_numbers_only_are_one_and_a_student_counts_once():
    found = commonest(
        [
            Failure(HALVE, "halve-small", "ada", "off by 0.25"),
            Failure(HALVE, "halve-any", "ada", "off by 0.25"),
            Failure(HALVE, "halve-any", "bob", "off by 3e-05"),
            Failure(HALVE, "halve-any", "cyd", "no number"),
        ]
    )

    assert [(one.sentence, one.students, one.checks) for one in found] == [
        ("off by 0.25", ("ada", "bob"), ("halve-small", "halve-any")),
        ("no number", ("cyd",), ("halve-any",)),
    ]


def test_an_exercise_left_as_it_was_is_counted_apart():
    failures = [Failure(HALVE, check.name, "ada", NOT_ANSWERED) for check in HALVE.checks]

    assert commonest(failures) == []
    assert not_answered(failures) == {HALVE: 1}


@pytest.mark.parametrize(
    ("name", "message", "sentence"),
    [
        ("AssertionError", "halve() is wrong.\nLook at /.", "halve() is wrong. Look at /."),
        ("CheckFailed", "halve() is wrong.", "halve() is wrong."),
        ("TypeError", "no", "TypeError: no"),
        ("AssertionError", "", "AssertionError"),
        ("NotImplementedError", "", NOT_ANSWERED),
        ("AssertionError", "a\x1b[2Jb\u202ec\ud800", r"a\x1b[2Jb\u202ec\ud800"),
    ],
)
def test_an_error_is_one_line_without_signs_that_move_a_cursor(name, message, sentence):
    assert sentence_of(name, message) == sentence


def test_a_very_long_message_is_cut():
    assert len(sentence_of("AssertionError", "word " * 1_000_000)) == LONGEST


def test_only_errors_of_graded_cells_are_read(tmp_path):
    cells = [
        graded("t1", error("AssertionError", "wrong")),
        graded("t2", {"output_type": "stream", "name": "stdout", "text": "fine"}),
        {"cell_type": "code", "metadata": {}, "outputs": [error("ValueError", "a student's own")]},
        {"cell_type": "markdown", "metadata": {}, "source": "text"},
    ]
    (tmp_path / "problem.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")

    assert errors_in(tmp_path / "problem.ipynb") == {"t1": "wrong"}


NO_NOTEBOOKS = ["", "no JSON", "[]", *(f'{{"cells": {one}}}' for one in ("5", "[5]", "[{}]", "[[]]")), "[" * 10**5]


@pytest.mark.parametrize("content", NO_NOTEBOOKS)
def test_a_file_that_is_no_graded_notebook_says_nothing(tmp_path, content):
    (tmp_path / "problem.ipynb").write_text(content, encoding="utf-8")

    assert errors_in(tmp_path / "problem.ipynb") == {}


def test_neither_a_missing_file_nor_a_link_out_of_the_folder_is_read(tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps({"cells": [graded("t", error("E", "secret"))]}), encoding="utf-8")
    (tmp_path / "linked.ipynb").symlink_to(tmp_path / "secret.json")

    assert errors_in(tmp_path / "missing.ipynb") == {}
    assert errors_in(tmp_path / "linked.ipynb") == {}
