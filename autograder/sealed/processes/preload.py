"""What is imported once, before anything is forked, and how it is made cheap to fork."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograder.sealed import backends
from autograder.sealed.isolation import syscalls

if TYPE_CHECKING:  # imported in preload(), after this process is ready for it
    from autograder.sealed.kernel.shell import Shell

OF_A_KERNEL = ("asyncio", "bdb", "IPython.core.logger")  # imported by the first cell that runs, whatever it is


def preload(names: tuple[str, ...]) -> Shell:
    """Import what this machine has of these modules; returns the shell that children take over.

    No thread may run when the importer forks. Raises RuntimeError, with the name of the library, when an installed one
    cannot be imported or prepared.
    """
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    from autograder.sealed.isolation import (
        filesystem,  # noqa: F401
        sandbox,  # noqa: F401
        seccomp,  # noqa: F401
    )
    from autograder.sealed.kernel import shell
    from autograder.sealed.processes import child  # noqa: F401

    for name in (*names, *OF_A_KERNEL):
        # One that is not installed is left out. A cell that needs it will say so.
        with _named(name), contextlib.suppress(ImportError):
            importlib.import_module(name)
    for backend in backends.loaded():
        with _named(backend.name):
            backend.prepare()
    return shell.make_shell()


@contextlib.contextmanager
def _named(library: str) -> Iterator[None]:
    """Say which library an error comes from."""
    try:
        yield
    except Exception as error:
        raise RuntimeError(f"{library}: {type(error).__name__}: {error}") from error


def import_also(statements: list[str]) -> None:
    """Run the import statements of an assignment's setup cells."""
    for statement in statements:
        # Whatever is wrong with it, the setup cell will meet it again, and show it.
        with contextlib.suppress(Exception):
            exec(statement, {})
    prepare_to_fork()


def prepare_to_fork() -> None:
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
