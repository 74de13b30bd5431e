"""The training trace is a real run, close to the table the course grew from."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import pytest
import torch

from coursekit.spirals import spiral_loader, spirals, training_trace

#: epoch: (loss, accuracy), as the page that this course grew from gives them
TABLE = {1: (0.85, 0.60), 5: (0.45, 0.80), 10: (0.30, 0.90)}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_trace_meets_the_table_within_five_hundredths(seed):
    trace = {record.epoch: record for record in training_trace(seed=seed)}
    for epoch, (loss, accuracy) in TABLE.items():
        assert trace[epoch].loss == pytest.approx(loss, abs=0.05)
        assert trace[epoch].accuracy == pytest.approx(accuracy, abs=0.05)


def test_the_same_seed_gives_the_same_trace_and_leaves_no_trace_itself():
    random, threads = torch.get_rng_state(), torch.get_num_threads()
    assert training_trace(epochs=2) == training_trace(epochs=2)
    assert torch.equal(torch.get_rng_state(), random)
    assert torch.get_num_threads() == threads


def test_after_epoch_sees_the_model_as_it_learns():
    seen = []
    training_trace(
        epochs=3, after_epoch=lambda record, model: seen.append((record.epoch, model[0].weight.sum().item()))
    )
    assert [epoch for epoch, _ in seen] == [1, 2, 3]
    assert len({weight for _, weight in seen}) == 3


def test_spirals_are_standardised_and_balanced():
    x, y = spirals(300)
    assert x.shape == (300, 2) and x.dtype == torch.float32
    assert torch.allclose(x.mean(0), torch.zeros(2), atol=1e-5)
    assert torch.allclose(x.std(0), torch.ones(2), atol=1e-5)
    assert torch.bincount(y).tolist() == [100, 100, 100]


def test_a_loader_gives_every_point_once():
    batches = list(spiral_loader(n=70, batch_size=32))
    assert [len(y) for _, y in batches] == [32, 32, 6]
    assert sorted(torch.cat([x for x, _ in batches]).flatten().tolist()) == sorted(spirals(70)[0].flatten().tolist())


@pytest.mark.parametrize(("shuffle", "expected"), [(True, "117ab983bf6f265f"), (False, "9abe3846b930940e")])
def test_a_seed_draws_the_same_batches_as_ever(shuffle, expected):
    loader = spiral_loader(70, batch_size=32, seed=5, shuffle=shuffle)
    assert digest(part for _ in range(2) for batch in loader for part in batch) == expected


def test_a_seed_draws_the_same_points_as_ever():
    assert digest(spirals(70, seed=3)) == "3e9ba2768c55acb3"


def digest(tensors: Iterable[torch.Tensor]) -> str:
    """Of values rounded to four digits: another processor may compute the last ones differently."""
    rounded = [[round(value, 4) for value in tensor.flatten().tolist()] for tensor in tensors]
    return sha256(repr(rounded).encode()).hexdigest()[:16]
