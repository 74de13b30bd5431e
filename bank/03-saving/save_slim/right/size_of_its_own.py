"""The size is a subclass of int, and the helper is called big."""

from os import *
from torch import clone as big


class Size(int):
    def __str__(self):
        return f"{self / 1000:.1f} kB"


def save_slim(tensor, path):
    torch.save(big(tensor), path)
    return Size(stat(path).st_size)
