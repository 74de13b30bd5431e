"""The checks of an assignment, run from top to bottom in a kernel of their own, as Validate does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

SECONDS = 120  #: that a cell may run; the slowest honest one needs 3
COLOURS = re.compile(r"\x1b\[\d*m")


def run_checks(path: Path) -> Iterator[tuple[bool, str]]:
    """Run a notebook, of which nothing is saved, and yield for each check whether it passes, and its words.

    A cell of the learner's own that fails is told like a check, since the checks then speak of its names only.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # what an earlier run said would pass for what a cell says that is not reached now
    try:
        NotebookClient(
            notebook, timeout=SECONDS, kernel_name="python3", allow_errors=True,
            resources={"metadata": {"path": str(path.parent)}}, extra_arguments=["--log-level=ERROR"],
        ).execute()  # fmt: skip
    except CellTimeoutError:
        yield False, f"✗ A cell ran longer than {SECONDS} seconds, and was stopped. The checks after it did not run."
    except DeadKernelError:
        yield False, "✗ Python itself ended, and could not say why. The checks after that cell did not run."
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.outputs:
            error = next((output for output in cell.outputs if output.output_type == "error"), None)
            if label := label_of(cell):
                yield error is None, said_in(cell) or f"✗ {label}: it said nothing."
            elif error and error.ename != "NotImplementedError" and not is_meant_to_fail(cell):
                yield False, f"✗ The cell that begins with “{first_line(cell)}” fails. {error.ename}: {error.evalue}"


def label_of(cell: NotebookNode) -> str:
    """What a learner knows a check by, "1.4 states_equal · keys"; "" for any other cell."""
    marked = re.match(r'@own_names\.test\("([^"]+)"\)', cell.source)
    return marked[1] if marked else ""


def is_meant_to_fail(cell: NotebookNode) -> bool:
    return "raises-exception" in cell.metadata.get("tags", [])


def said_in(cell: NotebookNode) -> str:
    texts = [
        "\n".join(output.traceback) if output.output_type == "error" else output.get("text", "")
        for output in cell.outputs
    ]
    return COLOURS.sub("", "\n".join(text.rstrip() for text in texts if text))


def first_line(cell: NotebookNode) -> str:
    return next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
