"""Helpers called picked, gpu and machine; the star of itertools."""

from itertools import *

machine = {"cuda": lambda: torch.cuda.is_available(), "mps": lambda: torch.backends.mps.is_available()}


def gpu(name):
    return machine.get(name, lambda: True)()


def picked(prefer):
    return chain(filter(gpu, prefer), repeat("cpu"))


def pick_device(prefer=("cuda", "mps", "cpu")):
    return torch.device(next(picked(prefer)))
