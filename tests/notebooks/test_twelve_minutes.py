"""The short way keeps every part of the page that the course began from, in its order, and in twelve minutes."""

from __future__ import annotations

import re

import pytest
import torch

from coursekit import progress
from coursekit.lessons import LESSONS, SHORT_WAY
from coursekit.progress import record
from coursekit.views.values import value_words
from tests.notebooks.lessons import Played, minutes, own_headings, play, read, reading_seconds, run, targets, text_cells
from tests.notebooks.test_seed_page import PAGE, choose

# The parts of the page, from top to bottom, as the headings of the notebook name them.
PARTS = ["Data flow in three stages", "Training trace", "Prediction trace", "Model quiz", "Practice", "Key insight"]


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> Played:
    return play(SHORT_WAY, tmp_path_factory.mktemp(SHORT_WAY))


@pytest.mark.slow
def test_reading_answering_and_running_take_twelve_minutes_to_within_one():
    _, seconds, _ = run(SHORT_WAY)

    assert minutes(read(SHORT_WAY)) == 12
    assert (reading_seconds(read(SHORT_WAY)) + seconds) / 60 == pytest.approx(12, abs=1)


def test_every_part_of_the_page_is_there_in_its_order():
    texts = [text for cell in text_cells(read(SHORT_WAY)) for level, text in own_headings(cell) if level == 2]

    assert [text for text in texts if text in PARTS] == PARTS


def test_the_three_stages_bring_back_every_value_and_every_right_answer(played):
    guessed, restored = (float(re.search(r"right: (\d+)%", played.printed[cell])[1]) for cell in ("create", "apply"))
    saved, now = torch.load(played.names["path"]), played.names["model"].state_dict()

    assert restored > 85 > guessed
    assert "All keys matched" in played.printed["apply"] and "as in the file: True" in played.printed["apply"]
    assert all(torch.equal(now[key], value) for key, value in saved.items())
    assert "Equal to the file now: 4 of 4" in played.values["pipeline-widget"].still.alt


def test_the_training_trace_is_a_real_run_and_the_text_beside_it_says_the_same(played):
    trace = {one.epoch: (one.loss, one.accuracy) for one in played.names["trace"]}
    (words,) = [cell.source for cell in text_cells(read(SHORT_WAY)) if cell.id == "training-words"]

    said = {int(epoch): (float(loss), float(right)) for epoch, loss, right in re.findall(TRACE_ROW, words)}

    assert said.keys() == PAGE.keys()
    for epoch, numbers in said.items():
        assert trace[epoch] == pytest.approx(numbers, abs=0.05)
        assert trace[epoch] == pytest.approx(PAGE[epoch], abs=0.05)
    assert len(played.values["training-widget"].frames) == 10


TRACE_ROW = r"\| (\d+) \| about ([\d.]+) \| about ([\d.]+) \|"


def test_the_prediction_trace_follows_the_restored_model_which_answers_as_the_trained_one(played):
    with torch.no_grad():
        scores = played.names["models"][-1](played.names["x"][:6])

    assert value_words(scores) in played.values["prediction-widget"].still.alt
    assert played.printed["proof"] == "True\n"


def test_the_quiz_has_three_questions_and_the_practice_five_with_all_that_helps(played):
    quick, practice = played.values["quick-check"], played.values["practice-questions"]

    assert (len(quick.asked), len(practice.asked)) == (3, 5)
    for asked in practice.asked:
        unfolding = re.findall("<summary>(.*?)</summary>", asked.children[-1].value)
        assert unfolding == ["Hint", "Worked solution", "Common mistakes"]


def test_the_quiz_marks_the_short_way_as_read_and_no_lesson(played, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for asked in played.values["quick-check"].asked:
        choose(asked.box, right=True)
        asked.check.click()

    assert record.short_way(record.read()).read
    assert not any(unit.read for unit in record.units(record.read()))
    assert str(progress.strip(SHORT_WAY)).startswith("Twelve minutes: read · whole course: 0 of")


def test_it_leads_into_the_course_and_ends_with_the_mastery_test():
    links = targets(read(SHORT_WAY).cells, "link")

    assert {f"{LESSONS[unit]}.ipynb" for unit in (1, 2, 4, 5, 6, 7, 8, 10)} <= set(links)
    assert "12-mastery.ipynb" in targets(read(SHORT_WAY).cells[-2:], "link")
