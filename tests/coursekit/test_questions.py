"""The questions are true, complete, and cannot be guessed by how they look."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import nbformat
import pytest

from bank import ROOT
from coursekit.lessons import LESSONS, SHORT_WAY
from coursekit.quiz import bank

BANK = bank.load()
UNITS = range(1, len(LESSONS))


@pytest.mark.slow
def test_what_the_questions_claim_is_what_torch_does():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.notebooks.proofs"],
        cwd=ROOT,
        env=os.environ | {"CUDA_VISIBLE_DEVICES": ""},  # the questions are about a machine without a GPU
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    problems = json.loads(done.stdout.splitlines()[-1])
    assert not problems, "\n".join(f"{name}: {problem}" for name, problem in problems.items())


def test_nearly_every_question_is_proved_by_code():
    unproved = [q.id for q in BANK.questions if not q.proof and q.kind != "predict"]  # a lesson runs what it predicts
    assert len(unproved) <= 3, unproved


def test_there_are_enough_questions_of_every_kind():
    mastery = BANK.of("mastery")
    levels, units = Counter(q.level for q in mastery), Counter(q.unit for q in mastery)
    assert len(mastery) >= 66
    assert min(levels[level] for level in bank.LEVELS) >= 20
    assert min(units[unit] for unit in UNITS) >= 7
    assert [len(BANK.of("quick", unit)) for unit in UNITS] == [3] * len(UNITS)
    assert all(BANK.of("predict", unit) for unit in range(len(LESSONS)))
    assert all(BANK.of("practice", unit) for unit in (3, 4, 5, 7))
    assert [len(BANK.of(kind, SHORT_WAY)) for kind in ("quick", "practice")] == [3, 5]
    assert min(Counter(card.unit for card in BANK.cards)[unit] for unit in UNITS) >= 4


def test_texts_and_choices_are_not_repeated():
    texts = [q.text for q in BANK.questions] + [card.front for card in BANK.cards]
    sets = [frozenset(choice.plain for choice in q.choices()) for q in BANK.questions]
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert [choices for choices, count in Counter(sets).items() if count > 1] == []


def test_no_two_explanations_of_a_question_are_the_same():
    for question in BANK.questions:
        reasons = [choice.why for choice in question.choices()]
        assert len(set(reasons)) == len(reasons), question.id


def test_choices_fit_a_radio_button():
    # One line of plain text; markdown other than `code` would show as it is typed.
    for question in BANK.questions:
        for choice in question.choices():
            assert "\n" not in choice.text and "**" not in choice.text, question.id
            assert choice.text.count("`") % 2 == 0 and len(choice.plain) <= 120, question.id


@pytest.mark.parametrize("extreme", [max, min])
def test_the_right_answer_is_not_recognised_by_its_length(extreme):
    hits = []
    for question in BANK.questions:
        right, others = len(question.right.plain), [len(choice.plain) for choice in question.wrong]
        if extreme(right, *others) == right and right not in others:
            hits.append(question.id)
    assert len(hits) / len(BANK.questions) < 0.4, hits


@pytest.mark.parametrize("seed", range(3))
def test_the_right_answer_is_not_recognised_by_its_place(seed):
    four = [question.choices(seed) for question in BANK.questions if len(question.wrong) == 3]
    places = Counter(next(i for i, choice in enumerate(choices) if choice.right) for choices in four)
    assert all(0.15 < places[place] / len(four) < 0.35 for place in range(4)), places


def test_every_question_leads_to_a_cell_of_its_lesson_that_can_explain_it():
    frame = {"title", "remember", "recall", "predict", "check", "quick-check", "practice", "practice-questions", "next"}
    for question in BANK.questions:
        lesson = nbformat.read(ROOT / "notebooks" / f"{question.lesson}.ipynb", as_version=4)
        assert question.cell in {cell.id for cell in lesson.cells} - frame, question.id


def test_question_files_are_named_after_the_lessons():
    assert sorted(path.stem for path in bank.FOLDER.glob("*")) == sorted([*LESSONS, SHORT_WAY])


# --- a file that is not right -------------------------------------------------------------------------------------

QUESTION = """
[[quick]]
id = "{id}"
level = "easy"
tag = "some-thing"
cell = "idea"
text = "What?"
right = ["yes", "because"]
wrong = [["no", "because not"], ["never", "because never"]]
"""


def write(folder, text):
    (folder / "04-restoring.toml").write_text(text, encoding="utf-8")
    return folder


def three():
    return "".join(QUESTION.format(id=name) for name in "abc")


def test_a_good_file_is_read(tmp_path):
    (first, *_) = bank.load(write(tmp_path, three())).questions
    assert (first.unit, first.kind, first.right.why) == (4, "quick", "because")
    assert first.link == "[some thing](04-restoring.ipynb#cell-id=idea)"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (three() + "x = ", "not valid TOML"),
        (three().replace('id = "b"', 'id = "a"'), "used twice: a"),
        (three().replace('level = "easy"', 'level = "simple"'), "a: level must be"),
        (three().replace('["yes", "because"]', '["yes", ""]'), "a: every choice is a pair"),
        (three().replace('["never", "because never"]', '["no", "again"]'), "a: a question has two or three wrong"),
        (three().replace(', ["never", "because never"]', ""), "a: a question has two or three wrong"),
        (three().replace("tag =", "tags ="), "a: missing keys ['tag'], unknown keys ['tags']"),
        (three().replace('text = "What?"', 'text = ""'), "a: empty: text"),
        (three().replace('cell = "idea"', ""), "a: missing keys ['cell']"),
        (three() + '[[card]]\nid = "d"\nfront = "?"\n', "card d: missing keys ['back']"),
        (three() + '[[flash]]\nid = "d"\n', "unknown tables ['flash']"),
        (three() + QUESTION.format(id="d"), "a quick check has 3 questions"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path, broken, said):
    with pytest.raises(bank.QuestionError) as error:
        bank.load(write(tmp_path, broken))
    assert said in str(error.value)
    assert "04-restoring.toml" in str(error.value) or "used twice" in str(error.value)
