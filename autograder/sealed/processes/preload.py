"""What is imported once, before anything is forked, and how it is made cheap to fork."""

import contextlib
import gc
import importlib
import os
import sys

from autograder.sealed import backends
from autograder.sealed.isolation import syscalls

PRELOAD = [
    "numpy",
    "numpy.random",
    "numpy.testing",
    "torch",
    "torch.utils.data",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "asyncio",
    "bdb",
    "IPython.core.logger",
]


def preload():
    """Import what this machine has of the usual libraries. No thread may run when we fork."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    from autograder.sealed.isolation import (
        filesystem,  # noqa: F401
        seccomp,  # noqa: F401
        walls,  # noqa: F401
    )
    from autograder.sealed.kernel import shell
    from autograder.sealed.processes import child  # noqa: F401

    for name in PRELOAD:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    for backend in backends.loaded():
        backend.prepare()
    return shell.make_shell()


def import_also(statements: list[str]) -> None:
    """Run the import statements of an assignment's setup cells."""
    for statement in statements:
        # Whatever is wrong with it, the setup cell will meet it again, and show it.
        with contextlib.suppress(Exception):
            exec(statement, {})
    settle()


def settle() -> None:
    """Make forking cheap: nothing for the collector to look at, and few, large pages to copy the table of.

    Garbage is not looked for first: that takes half a second, and finds little.
    """
    gc.freeze()
    if sys.platform != "linux":
        return
    with open("/proc/self/maps") as file:
        areas = [line.split(maxsplit=5) for line in file]
    for place, rights, _, _, inode, *_ in areas:
        start, end = (int(address, 16) for address in place.split("-"))
        if "w" in rights and inode == "0":
            syscalls.use_large_pages(start, end)
