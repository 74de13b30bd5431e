"""Checkpoint files that ask for more than data: some carry code, some name classes. Harmless: at most a mark is left.

A pickle may name any function and its arguments; whoever unpickles it calls that function. The code in these files
makes one empty file or folder, the mark, so that a test can see whether it ran.
Source: the documentation of Python's pickle module, `object.__reduce__`; torch.load, argument weights_only.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import torch

from coursekit.checkpoints import random_state
from coursekit.models import PlainNet

#: what the code in a file calls to leave its mark: the function and its arguments, given the path of the mark
CALLS: dict[str, Callable[[str], tuple[Callable, tuple]]] = {
    "exec": lambda mark: (exec, (f"open({mark!r}, 'w').close()",)),
    "open": lambda mark: (open, (mark, "w")),
    "mkdir": lambda mark: (os.mkdir, (mark,)),
    "symlink": lambda mark: (os.symlink, (os.curdir, mark)),
    "log": lambda mark: (logging.FileHandler, (mark,)),
}


@dataclass(frozen=True)
class Trap:
    """A file with code in it."""

    path: Path
    mark: Path  #: what the code makes when it runs

    def went_off(self) -> bool:
        return os.path.lexists(self.mark)


def trap(seed: int, call: str, form: str = "zip") -> Trap:
    """Write a state dict of random values that has code among its entries.

    seed: the same seed gives the same values
    call: which function the code calls, a key of CALLS
    form: "zip", as torch.save writes it; "old", as torch.save wrote it before 1.6; "pickle", as pickle.dump writes it
    """
    folder = Path(tempfile.mkdtemp(prefix="untrusted-"))
    made = Trap(folder / f"model-{seed}.pth", folder / "mark")
    content = {**random_state(seed, PlainNet), "layer3.weight": _Call(*CALLS[call](str(made.mark)))}
    if form == "pickle":
        made.path.write_bytes(pickle.dumps(content, protocol=2))
    else:
        torch.save(content, made.path, _use_new_zipfile_serialization=form == "zip")
    return made


def save_naming(names: list[str], content: dict[str, Any], path: str | Path) -> None:
    """`torch.save` of `content`, and with it one object of each class in `names`, e.g. "lab.models.Net".

    The classes exist only while the file is written: a program that opens it cannot import them.
    """
    kinds = [_class_named(name) for name in names]
    modules = {part: ModuleType(part) for kind in kinds for part in _with_parents(kind.__module__)}
    for kind in kinds:
        setattr(modules[kind.__module__], kind.__name__, kind)
    with mock.patch.dict(sys.modules, modules):
        torch.save({**content, "extra": [kind() for kind in kinds]}, path)


class _Call:
    """Pickles as a call of a function."""

    def __init__(self, function: Callable, arguments: tuple):
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Callable, tuple]:
        return self.function, self.arguments


def _class_named(name: str) -> type:
    module, _, last = name.rpartition(".")
    return type(last, (), {"__module__": module})


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]
