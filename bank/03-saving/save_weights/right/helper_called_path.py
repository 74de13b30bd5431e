"""A helper called loaded, a subclass of Path as the result, and the star of os."""

from os import *
from pathlib import PosixPath


class folder(PosixPath):
    """A path with a method of its own."""

    def ready(self):
        self.parent.mkdir(parents=True, exist_ok=True)
        return self


def loaded(model):
    return {key: value for key, value in model.state_dict().items()}


def save_weights(model, path):
    path = folder(path).ready()
    torch.save(loaded(model), path)
    return path
