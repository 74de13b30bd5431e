"""Checkpoint files that ask for more than data: some carry code, some name classes. Harmless: at most a mark is left.

A pickle may name any function and its arguments; unpickling it calls that function. The code in these files
makes one empty file or folder, the mark, so that a test can see whether it ran.
Source: the documentation of Python's pickle module, `object.__reduce__`; torch.load, argument weights_only.
"""

from __future__ import annotations

import logging
import os
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from coursekit.checkpoints import random_state
from coursekit.folders import new_folder
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
    form: "zip", as torch.save writes it; "old", as torch.save wrote it before 1.6; "pickle", as pickle.dump writes it;
          "stack" and "inst", a zip whose pickle names the function by the command STACK_GLOBAL or INST, not by GLOBAL
    """
    folder = new_folder()
    made = Trap(folder / f"model-{seed}.pth", folder / "mark")
    function, arguments = CALLS[call](str(made.mark))
    content = {**random_state(seed, PlainNet), "layer3.weight": _Call(function, arguments)}
    if form == "pickle":
        made.path.write_bytes(pickle.dumps(content, protocol=2))
    elif form == "stack":
        torch.save(content, made.path, pickle_protocol=4)
    elif form == "inst":
        torch.save({**content, "layer3.weight": "the call"}, made.path)
        inst = b"(" + b"".join(map(_text, arguments)) + f"i{function.__module__}\n{function.__qualname__}\n".encode()
        _change_pickle(made.path, lambda pickled: pickled.replace(_text("the call"), inst))
    else:
        torch.save(content, made.path, _use_new_zipfile_serialization=form == "zip")
    return made


def save_naming(names: list[str], content: dict[str, Any], path: str | Path) -> None:
    """`torch.save` of `content`, and with it one object of each class in `names`, e.g. "lab.models.Net".

    There are no such classes, and a program that opens the file cannot import them. So torch.save writes the names as
    text, and the text is then replaced.
    """
    path = Path(path)
    torch.save({**content, "extra": names}, path)
    _change_pickle(path, lambda pickled: _with_objects(names, pickled))


def _change_pickle(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Put another pickle into a file that torch.save has written."""
    with zipfile.ZipFile(path) as file:
        entries = [(entry, file.read(entry)) for entry in file.infolist()]
    with zipfile.ZipFile(path, "w") as file:
        for entry, data in entries:
            file.writestr(entry, change(data) if entry.filename.endswith("/data.pkl") else data)


def _with_objects(names: list[str], pickled: bytes) -> bytes:
    """The same pickle with an object of the class in the place of each name.

    In pickle's second protocol, c names a class; ) and the byte 81 then make an object of it.
    Source: the comments in Python's pickletools module. Raises ValueError for a name that such a pickle cannot hold.
    """
    for name in names:
        if not name.isascii():
            raise ValueError(f"{name!r} cannot be named in this pickle. Use ASCII letters.")
        module, _, last = name.rpartition(".")
        pickled = pickled.replace(_text(name), f"c{module}\n{last}\n)".encode() + b"\x81")
    return pickled


def _text(words: str) -> bytes:
    """A text as pickle's second protocol writes it."""
    return b"X" + len(words.encode()).to_bytes(4, "little") + words.encode()


class _Call:
    """Pickles as a call of a function."""

    def __init__(self, function: Callable, arguments: tuple):
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Callable, tuple]:
        return self.function, self.arguments
