"""What one stopper is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.small_course import RIGHT

NOTEBOOK = "problem.ipynb"
FULL, HALF = 6, 3  #: points of both answers, and of `halve` alone, which nobody's code spoils


@dataclass(frozen=True)
class Stopper:
    """One submission that could stop a class."""

    name: str  #: of the student, too
    spoil: Callable[[Path], None]  #: changes the folder of a submission with right answers
    points: float
    said: str = ""  #: stands in a line that a command prints of this student, or in a message of the graded notebook
    has_page: bool = True  #: of feedback, be it one that says why there is no other


def in_text(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Spoil the bytes of the notebook."""

    def spoil(folder: Path) -> None:
        path = folder / NOTEBOOK
        path.write_bytes(change(path.read_bytes()))

    return spoil


def in_json(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """Spoil the notebook as JSON, in place."""

    def spoil(folder: Path) -> None:
        notebook = json.loads((folder / NOTEBOOK).read_bytes())
        change(notebook)
        (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")

    return spoil


def in_answer(code: str) -> Callable[[Path], None]:
    """Put code in place of the answer `double`; RIGHT in it stands for the right one."""

    def change(notebook: dict[str, Any]) -> None:
        cell_of(notebook, "double")["source"] = code.replace("RIGHT", RIGHT["double"])

    return in_json(change)


def cell_of(notebook: dict[str, Any], grade_id: str) -> dict[str, Any]:
    """A cell by its grade_id."""
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def markdown(text: str) -> dict[str, Any]:
    """A cell of Markdown, as JSON."""
    return {"cell_type": "markdown", "id": "added", "metadata": {}, "source": text}
