"""Switches are set and put back, also when loading fails; helpers called seen and change_one_of_two."""

from contextlib import *
from os import *


@contextmanager
def seen():
    before = torch.get_default_dtype(), torch.is_grad_enabled()
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    try:
        yield
    finally:
        torch.set_default_dtype(before[0])
        torch.set_grad_enabled(before[1])


def change_one_of_two(model, path):
    with seen():
        model.load_state_dict(torch.load(fspath(path), map_location="cpu"))
    return model


def restore(path, factory):
    return change_one_of_two(factory(), path).eval()
