"""Every part of the web page that this course began from exists in a lesson, and works.

The page traced in three stages how a state dict is loaded. It had a training trace, a prediction trace, questions, a
key insight, ten ways to learn, and a time. Here its parts are taken out of the lessons and used as a reader uses them;
tests/notebooks/test_lessons.py measures the time.
"""

from __future__ import annotations

import re

import pytest
import torch

from coursekit.lessons import SHORT_WAY
from coursekit.quiz.bank import LEVELS, load
from coursekit.quiz.widgets import QuestionBox
from coursekit.spirals import spirals
from coursekit.views.values import value_words
from tests.notebooks.lessons import ALL, UNITS, Played, own_headings, play, read, targets, text_cells

# What the page says of its training run: loss and accuracy in three epochs.
PAGE = {1: (0.85, 0.60), 5: (0.45, 0.80), 10: (0.30, 0.90)}
# Its five practice questions, and the questions of this course that ask for the same.
PRACTICE = {
    "what load_state_dict does": "practice-role-of-load",
    "the line that restores from a file": "practice-right-line",
    "whether all parameters are equal afterwards": "practice-what-is-printed",
    "why a key is missing": "practice-missing-key",
    "from a GPU to a machine without one": "practice-gpu-to-cpu",
}


@pytest.fixture(scope="module")
def training(tmp_path_factory) -> Played:
    return play("02-training-trace", tmp_path_factory.mktemp("lesson-2"))


@pytest.fixture(scope="module")
def restoring(tmp_path_factory) -> Played:
    return play("04-restoring", tmp_path_factory.mktemp("lesson-4"))


# --- data flow in three stages ------------------------------------------------------------------------------------


def test_the_pipeline_creates_loads_and_applies_the_file_of_the_lesson(restoring):
    widget = restoring.values["pipeline-widget"]
    in_the_file = value_words(torch.load(restoring.names["path"])["0.weight"])

    created, loaded, applied = (picture.alt for _, picture in widget.frames)

    assert in_the_file not in created
    assert in_the_file in loaded
    assert "Equal to the file now: 4 of 4 tensors" in applied


def test_the_pipeline_shows_one_picture_for_each_stage_chosen_by_a_slider(restoring):
    widget = restoring.values["pipeline-widget"]

    shown = {picture.value for picture in widget.pictures.children}

    assert len(shown) == 3 and all("<svg" in picture for picture in shown)
    assert len(widget.control.options) == 3


# --- training trace -----------------------------------------------------------------------------------------------


def test_a_real_run_comes_near_the_loss_and_the_accuracy_of_the_page(training):
    trace = {record.epoch: (record.loss, record.accuracy) for record in training.names["trace"]}

    assert list(trace) == list(range(1, 11))
    assert all(trace[epoch] == pytest.approx(said, abs=0.05) for epoch, said in PAGE.items())


def test_the_model_that_the_run_left_is_as_good_as_its_last_record(training):
    x, y = spirals()
    accuracy = (training.names["models"][-1](x).argmax(1) == y).float().mean().item()

    assert accuracy == pytest.approx(training.names["trace"][-1].accuracy, abs=0.05)


def test_the_trace_is_a_table_with_bars_as_long_as_the_loss_beside_the_numbers_of_the_page(training):
    trace = training.names["trace"]

    lines = training.printed["trace-table"].splitlines()[1:]

    assert [line.count("█") for line in lines] == [round(30 * record.loss) for record in trace]
    for record, line in zip(trace, lines, strict=True):
        wanted = (record.loss, record.accuracy, *PAGE.get(record.epoch, ()))
        assert line.replace("█", "").split() == [str(record.epoch), *(f"{number:.2f}" for number in wanted)]


def test_the_trace_is_a_curve_over_all_epochs_and_a_widget_with_a_picture_of_each(training):
    trace, widget = training.names["trace"], training.values["try-widget"]

    curves = [
        list(line.get_ydata()) for axes in widget.still.axes for line in axes.lines if len(line.get_xdata()) == 10
    ]

    assert curves == [[record.loss for record in trace], [100 * record.accuracy for record in trace]]
    assert len({picture.value for picture in widget.pictures.children}) == 10


# --- prediction trace ---------------------------------------------------------------------------------------------


def test_lesson_2_traces_a_prediction_through_every_layer(training):
    model, x = training.names["models"][-1], training.names["x"][:6]
    widget = training.values["prediction-widget"]

    with torch.no_grad():
        wanted = [value_words(x := layer(x)) for layer in model]

    assert all(values in widget.still.alt for values in wanted)
    assert len(widget.frames) == 1 + len(model)  # the input, and what each layer makes of it


def test_lesson_4_traces_the_same_prediction_through_the_restored_model(restoring):
    with torch.no_grad():
        saved = restoring.names["trained"](restoring.names["points"][:6])

    assert value_words(saved) in restoring.values["try-prediction"].alt


# --- questions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("name", UNITS)
def test_every_lesson_asks_three_questions_and_explains_the_answers(tmp_path, name, right):
    shown = play(name, tmp_path, only=("recall", "quick-check")).values["quick-check"]

    for asked in shown.asked:
        choose(asked.box, right)
        asked.check.click()

    assert len(shown.asked) == 3
    assert all(("✓ Right." if right else "✗ Not right.") in asked.box.said.value for asked in shown.asked)


@pytest.mark.parametrize("asks", PRACTICE)
def test_each_practice_question_has_hint_worked_solution_and_common_mistakes_in_its_lesson(tmp_path, asks):
    (question,) = [question for question in load().of("practice") if question.id == PRACTICE[asks]]
    (lesson,) = [name for name in UNITS if name.startswith(f"{question.unit:02}")]
    shown = play(lesson, tmp_path, only=("recall", "quick-check", "practice-questions")).values["practice-questions"]

    (asked,) = [asked for asked in shown.asked if asked.box.question.id == question.id]

    folded = asked.children[-1].value
    assert re.findall("<summary>(.*?)</summary>", folded) == ["Hint", "Worked solution", "Common mistakes"]
    assert len(question.mistakes) >= 2
    assert question.proof  # tests/coursekit/test_questions.py runs it


def test_units_3_4_5_and_7_and_the_short_way_have_practice_questions():
    assert {question.unit for question in load().of("practice")} == {3, 4, 5, 7, SHORT_WAY}


@pytest.mark.parametrize("strong", LEVELS)
def test_the_mastery_test_asks_ten_questions_and_says_which_level_is_strong(tmp_path, strong):
    shown = play("12-mastery", tmp_path, only=("recall", "test")).values["test"]

    for box in shown.boxes:
        choose(box, right=box.question.level == strong)
    shown.finish.click()

    asked = [sum(box.question.level == level for box in shown.boxes) for level in LEVELS]
    assert asked == [3, 4, 3]
    verdicts = dict(re.findall(r"(\w+): \d of \d, ([\w ]+)<", shown.result.value))
    assert verdicts == {level: "strong" if level == strong else "not strong yet" for level in LEVELS}


def choose(box: QuestionBox, right: bool) -> None:
    box.radio.index = next(place for place, choice in enumerate(box.choices) if choice.right == right)


# --- key insight, ten ways ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_lesson_ends_with_a_key_insight_of_two_sentences_and_what_comes_next(name):
    insight, after = text_cells(read(name))[-2:]

    assert [text for cell in (insight, after) for _, text in own_headings(cell)] == ["Key insight", "What next"]
    assert len(re.findall(r"[.?!](?=\s|$)", insight.source)) == 2


@pytest.mark.parametrize("name", UNITS)
def test_each_of_the_ten_ways_to_learn_is_one_click_away_from_every_lesson(name):
    here = set(targets(read(name).cells[:1], "link"))

    unreached = [way for way, links in ten_ways().items() if not here & links]

    assert len(ten_ways()) == 10
    assert not unreached


def ten_ways() -> dict[str, set[str]]:
    """What unit 0 links: for each way to learn, the cells where it is found."""
    (cell,) = [cell for cell in read("00-start-here").cells if cell.id == "ten-ways"]
    rows = re.findall(r"^\| \d+ \| ([^|]*) \|.*?\| (.*) \|$", cell.source, re.M)
    return {way: set(re.findall(r"\]\((.*?)\)", links)) for way, links in rows}
