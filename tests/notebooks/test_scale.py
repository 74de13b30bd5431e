"""What the scenes of unit 9 put around a model has the names that PyTorch's own wrappers give it."""

from __future__ import annotations

import pytest
import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from coursekit.models import NormNet
from tests.notebooks.scenes import scenes_of


@pytest.fixture
def scenes():
    with scenes_of("09-scale") as module:
        yield module


@pytest.fixture
def alone():
    """A process group of one, which needs no network."""
    distributed.init_process_group("gloo", store=distributed.HashStore(), rank=0, world_size=1)
    yield
    distributed.destroy_process_group()


def names(model):
    state = model.state_dict()
    return list(state), {name: dict(about) for name, about in state._metadata.items()}


def test_a_compiled_model_is_named_like_torchs_own(scenes):
    assert names(scenes.Compiled(NormNet())) == names(torch.compile(NormNet()))


def test_a_parallel_model_is_named_like_a_distributed_one(scenes, alone):
    assert names(scenes.WRAPPERS["parallel"](NormNet())) == names(DistributedDataParallel(NormNet()))
