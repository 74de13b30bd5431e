"""Run the tests that a learner can see in their assignment, in a kernel of its own. It grades nothing."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

CELL_SECONDS = 60  #: then a cell is interrupted and fails


def visible_results(path: Path) -> dict[str, bool]:
    """Run a notebook and say, by the id of each answer cell, whether every test cell after it passed.

    An assignment is known by the metadata of its cells: an answer is `solution`, a test is `grade`. The notebook runs
    in its own folder, from its saved text; the file is not changed.

    Raises FileNotFoundError without a file, ValueError for a notebook without answers, RuntimeError for a dead kernel.
    """
    if not path.is_file():
        raise FileNotFoundError(f"There is no notebook {path}. Give the path of your assignment.")
    notebook = nbformat.read(path, as_version=4)
    if not any(_is(cell, "solution") for cell in notebook.cells):
        raise ValueError(f"{path.name} has no answer cells: it is a lesson or another notebook, not an assignment.")
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        interrupt_on_timeout=True,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except DeadKernelError as error:
        raise RuntimeError(
            f"The kernel died while {path.name} ran. Run it in JupyterLab to see at which cell, then try again."
        ) from error
    return _by_exercise(notebook)


def _by_exercise(notebook: NotebookNode) -> dict[str, bool]:
    passed: dict[str, list[bool]] = {}
    exercise = None
    for cell in notebook.cells:
        if _is(cell, "solution"):
            exercise = cell.id
            passed[exercise] = []
        elif _is(cell, "grade") and exercise:
            passed[exercise].append(not any(output.output_type == "error" for output in cell.outputs))
    return {exercise: all(tests) and bool(tests) for exercise, tests in passed.items()}  # without a test nothing passed


def _is(cell: NotebookNode, flag: str) -> bool:
    return cell.cell_type == "code" and bool(cell.metadata.get("nbgrader", {}).get(flag))
