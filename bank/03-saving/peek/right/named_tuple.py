"""Each value is a named tuple, in a dict with a default; helpers called column and saved."""

from collections import defaultdict
from typing import NamedTuple


class column(NamedTuple):
    shape: tuple
    dtype: torch.dtype


def saved(path):
    return torch.load(path, map_location="cpu").items()


def peek(path):
    found = defaultdict(lambda: column((), torch.float32))
    for key, value in saved(path):
        found[key] = column(value.shape, value.dtype)
    return found
