"""What in an instructor's notebook no grader can use: found when it is read, and named by its cell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from autograder.course.files import shown
from autograder.course.released import ANSWER, READ_ONLY, TEST, kind_of
from autograder.sealed.plan.marks import grade_id_of, is_marked, nbgrader_of
from autograder.sealed.plan.names import problem_of

CELL_TYPES = ("code", "markdown", "raw")
LONGEST_LINE = 60  #: characters of a cell's first line in a message
RESTORE = "open it in JupyterLab, or restore it"


def first_fault(notebook: dict[str, Any]) -> str:
    """What is wrong with an instructor's notebook, where, and what to do next; "" when grading can use all of it.

    notebook: as nbformat reads it, or as JSON of its format 4, where nbformat cannot read it
    """
    return next((f"{said}. Every grade stays as it is. Next step: {step}." for said, step in _faults(notebook)), "")


def place_of(number: int, cell: dict[str, Any]) -> str:
    """How a message names a cell that may have no name: by its number, counted from 1, and its first line."""
    source = cell.get("source", "")
    lines = "".join(source).strip().splitlines() if _is_text(source) else []
    lines = [line for line in lines if line.strip() and not line.startswith("### ")] or lines  # nbgrader's own marks
    if not lines:
        return f"cell {number}"
    line = shown(lines[0][:LONGEST_LINE])
    return f"cell {number} ({line}{' …' if len(lines[0]) > LONGEST_LINE else ''})"


def _faults(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each as what is wrong, and the next step. What comes first is told: the later checks rely on the earlier."""
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        yield "its metadata is no dictionary", RESTORE
    elif not _is_kernel(metadata.get("kernelspec", {})):
        yield "its kernelspec is no dictionary with a name", "choose the kernel in JupyterLab and save it"
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        yield "it has no list of cells", RESTORE
        return
    for number, cell in enumerate(cells, 1):
        if said := _what_is_no_cell(cell):
            where = place_of(number, cell) if isinstance(cell, dict) else f"cell {number}"
            yield f"{where}: {said}", RESTORE
    places: dict[str, str] = {}
    is_python = _language(metadata) == "python"
    for number, cell in enumerate(cells, 1):
        if not is_marked(cell):
            continue
        where, kind, name = place_of(number, cell), kind_of(cell), grade_id_of(cell)
        if not name:
            is_there = nbgrader_of(cell).get("grade_id") not in (None, "")
            said = f"the grade_id of this {kind} is no text" if is_there else f"this {kind} has no grade_id"
            yield f"{where}: {said}", "give it a grade_id, the one it had if it was released; or take the cell out"
        elif name in places:
            # The gradebook has one cell of a name: which of the two would be graded?
            said = f"the grade_id {name!r} is there twice, in {places[name]} and in {where}"
            yield said, "take one of them out, or give it a grade_id of its own"
        else:
            places[name] = where
        points = nbgrader_of(cell).get("points", 0)
        if kind == TEST and cell["cell_type"] == "code" and is_python and (said := problem_of("".join(cell["source"]))):
            # Nobody could pass it, whatever the answer is.
            yield (
                f"{where}: the test {name!r} is no Python: {said}",
                "mend it, run `nbgrader generate_assignment` again, then grade",
            )
        counts = kind != READ_ONLY and (kind != ANSWER or points is not None)
        if counts and not _are_points(points):
            said = f"{where}: the {kind} {name!r} has {shown(repr(points))[:LONGEST_LINE]} as its points"
            yield said, "write a number there, 0 or more"


def _is_kernel(kernel: Any) -> bool:
    return isinstance(kernel, dict) and isinstance(kernel.get("name", ""), str)


def _language(metadata: Any) -> Any:
    kernel = metadata.get("kernelspec", {}) if isinstance(metadata, dict) else {}
    return kernel.get("language", "python") if isinstance(kernel, dict) else "python"


def _what_is_no_cell(cell: Any) -> str:
    """Why this is no cell of a notebook; "" when it is one."""
    if not isinstance(cell, dict):
        return "it is no dictionary"
    if cell.get("cell_type") not in CELL_TYPES:
        return f"its cell_type is none of {', '.join(CELL_TYPES)}"
    if not _is_text(cell.get("source")):
        return "its source is no text"
    if not isinstance(cell.get("metadata"), dict):
        return "its metadata is no dictionary"
    if not isinstance(cell["metadata"].get("nbgrader", {}), dict):
        return "its nbgrader metadata is no dictionary"
    return ""


def _is_text(source: Any) -> bool:
    """Is it a text, or its lines, as they stand in the file? JSON can spell half a character, which no text has."""
    lines = source if isinstance(source, list) else [source]
    try:
        return all(isinstance(line, str) and line.encode() is not None for line in lines)
    except UnicodeEncodeError:
        return False


def _are_points(points: Any) -> bool:
    """Does nbgrader take this for a number of points? Of old notebooks it takes text, too, and an empty one for 0."""
    if isinstance(points, bool) or not isinstance(points, int | float | str):
        return False
    try:
        number = float(points or 0)
    except (ValueError, OverflowError):
        return False
    return math.isfinite(number) and number >= 0
