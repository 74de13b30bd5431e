"""A helper called loaded, a subclass of Path as the result, and the star of os."""

from os import *
from pathlib import PosixPath


class folder(PosixPath):
    """A path of its own class."""


def loaded(model):
    return {key: value for key, value in model.state_dict().items()}


def save_weights(model, path):
    path = folder(path)
    makedirs(path.parent, exist_ok=True)
    torch.save(loaded(model), path)
    return path
