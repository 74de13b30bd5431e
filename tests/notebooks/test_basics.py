"""The basics explain what the lessons name, and lessons lead to them where a word is first used."""

from __future__ import annotations

import pytest
import torch
from nbformat.v4 import new_notebook

from tests.notebooks.lessons import UNITS, headings, play, read, targets, text_cells, word_count

WORDS = ["module", "sequential", "batch-norm", "dropout", "softmax", "adam"]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return play("basics", tmp_path_factory.mktemp("basics"))


def test_every_word_has_a_part_with_code_that_runs(played):
    parts = [text.lower().replace(" ", "-") for level, text in headings(read("basics")) if level == 2]

    assert parts == [*WORDS, "key-insight", "what-next"]
    assert all(f"{word}-code" in played.values for word in WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_a_part_is_about_half_a_page(word):
    about = [cell for cell in text_cells(read("basics")) if cell.id in (word, f"{word}-words")]

    assert 80 <= word_count(new_notebook(cells=about)) <= 200


@pytest.mark.parametrize("word", WORDS)
def test_the_first_lesson_that_needs_a_word_leads_to_it(word):
    link = f"basics.ipynb#cell-id={word}"

    assert any(link in targets(read(lesson).cells, "link") for lesson in UNITS[:2])


def test_batch_norm_brings_every_feature_to_one_scale(played):
    before, after = played.names["batch"], played.names["after"]

    assert before.std(0).max() > 5 * before.std(0).min()
    assert after.mean(0).abs().max() < 1e-5
    assert torch.allclose(after.std(0, correction=0), torch.ones(3), atol=1e-2)


def test_dropout_drops_and_doubles_in_training_and_nothing_in_evaluation(played):
    given, first, second, still = played.names["calls"].values()

    for out in (first, second):
        assert torch.equal(out[out != 0], 2 * given[out != 0])
    assert not torch.equal(first, second)
    assert torch.equal(still, given)


def test_softmax_gives_the_probabilities_that_the_text_names(played):
    chances = played.names["chances"]

    assert [round(chance, 2) for chance in chances.tolist()] == [0.71, 0.26, 0.04]
    assert [round(loss, 2) for loss in (-chances.log()).tolist()][::2] == [0.35, 3.35]


def test_sgd_has_more_than_half_of_the_way_before_it_when_adam_is_nearly_there(played):
    sgd, adam = (played.names["paths"][name] for name in ("SGD", "Adam"))

    assert sgd[-1][0] / sgd[0][0] > 0.5
    assert adam[-1][0] / adam[0][0] < 0.2
    assert torch.allclose(*(adam[1] - adam[0]).abs())  # the first step, in both directions
    assert torch.isfinite(sgd).all()
