"""What is imported once, before anything is forked, and how it is made cheap to fork."""

import contextlib
import gc
import importlib
import io
import os
import sys
from collections.abc import Iterator

from autograder.sealed.isolation import syscalls

OF_A_KERNEL = ("asyncio", "bdb", "IPython.core.logger")  # imported by the first cell that runs, whatever it is
ALSO = {  # with a library that is there, what will be needed of it
    "torch": ("autograder.sealed.backends.torch_in", "autograder.sealed.backends.torch_out"),
    "matplotlib.pyplot": ("matplotlib_inline.backend_inline",),
}


def preload(names: tuple[str, ...]):
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
    for name, prepare in (("torch", _rehearse_torch), ("matplotlib.pyplot", _rehearse_figure)):
        if name in sys.modules:
            with _named(name):
                for also in ALSO[name]:
                    importlib.import_module(also)
                prepare()
    return shell.make_shell()


@contextlib.contextmanager
def _named(library: str) -> Iterator[None]:
    """Say which library an error comes from."""
    try:
        yield
    except Exception as error:
        raise RuntimeError(f"{library}: {type(error).__name__}: {error}") from error


def _rehearse_torch() -> None:
    """Torch imports a lot when it is first used: an optimizer's first step, or a meta device, alone takes a second.

    No backward(): it starts threads, and a child of a process with threads cannot use autograd.
    """
    import torch

    from autograder.sealed.backends import quick_torch

    torch.set_num_threads(1)
    quick_torch.shorten()
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    torch.optim.SGD(model.parameters()).step()
    model(torch.ones(1, 2))
    with torch.device("meta"):
        torch.nn.Linear(2, 2)
    file = io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    model.load_state_dict(torch.load(file, weights_only=True))


def _rehearse_figure() -> None:
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib import pyplot

    pyplot.plot([0, 1])
    pyplot.savefig(io.BytesIO(), format="png")
    pyplot.close("all")
    activate_matplotlib(os.environ["MPLBACKEND"])  # as in a kernel: a cell's figures are shown when it ends


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
    from autograder.sealed.student import bridge

    bridge.note_modules()
    gc.freeze()
    if sys.platform != "linux":
        return
    with open("/proc/self/maps") as file:
        areas = [line.split(maxsplit=5) for line in file]
    for place, rights, _, _, inode, *_ in areas:
        start, end = (int(address, 16) for address in place.split("-"))
        if "w" in rights and inode == "0":
            syscalls.use_large_pages(start, end)
