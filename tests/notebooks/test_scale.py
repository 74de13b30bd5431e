"""What the scenes of unit 9 put around a model has the names that PyTorch's own wrappers give it."""

from __future__ import annotations

import importlib
import sys

import pytest
import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from bank import ROOT
from coursekit.models import NormNet


@pytest.fixture
def scenes():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(ROOT / "source" / "09-scale")
        sys.modules.pop("scenes", None)
        scenes = importlib.import_module("scenes")

        yield scenes
        sys.modules.pop("scenes", None)


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
