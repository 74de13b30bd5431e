"""The models of exercises and lessons take and return what their docstrings say."""

from __future__ import annotations

import pytest
import torch

from coursekit import models

INPUTS = {
    models.PlainNet: torch.ones(4, 2),
    models.NormNet: torch.ones(4, 2),
    models.DropoutNet: torch.ones(4, 2),
    models.TiedNet: torch.ones(4, 6),
    models.MixedNet: torch.ones(4, 3, dtype=torch.float64),
    models.ConvNet: torch.ones(4, 1, 3, 5),
    models.WordNet: torch.tensor([[0, 19], [1, 1], [2, 3], [4, 5]]),
}


@pytest.mark.parametrize("kind", INPUTS, ids=lambda kind: kind.__name__)
def test_a_model_gives_each_sample_a_row_of_scores(kind):
    x = INPUTS[kind]
    scores = kind().eval()(x)
    assert scores.ndim == 2 and len(scores) == 4
    assert scores.dtype == (torch.float64 if kind is models.MixedNet else torch.float32)


def test_a_convolution_has_a_weight_of_four_dimensions_and_an_embedding_has_no_bias():
    assert models.ConvNet().state_dict()["conv.weight"].shape == (4, 1, 3, 3)
    assert list(models.WordNet().state_dict()) == ["embedding.weight", "head.weight", "head.bias"]
