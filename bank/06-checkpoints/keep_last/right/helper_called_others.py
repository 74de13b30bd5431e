"""A list of its own, a path of its own, helpers called others and numbers, from glob import *."""

from glob import *
from pathlib import PosixPath


class stay(list):
    """The checkpoints that stay."""


def numbers(name):
    text = name.removeprefix("epoch-").removesuffix(".pth")
    return int(text) if text.isascii() and text.isdigit() and name == f"epoch-{text}.pth" else None


def others(folder):
    found = [PosixPath(name) for name in glob(escape(str(folder)) + "/*")]
    return sorted((p for p in found if p.is_file() and numbers(p.name) is not None), key=lambda p: numbers(p.name))


def keep_last(folder, k):
    kept = stay(others(folder))
    while len(kept) > k:
        kept.pop(0).unlink()
    return kept
