"""Helpers called missing and restored, own names torch_load and norm, and from copy import copy."""

from copy import copy
from torch import load as torch_load

norm = "cpu"


def missing(path):
    return copy(torch_load(path, map_location=norm, weights_only=True))


def restored(model, state):
    model.load_state_dict(state)
    return model


def restore_on(path, factory, device):
    return restored(factory(), missing(path)).to(torch.device(device))
