"""An assignment as it was released: what the gradebook holds of it, and whether the source folder says the same."""

from __future__ import annotations

import copy
import shlex
from collections.abc import Iterable

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Notebook, SourceCell
from nbgrader.nbgraderformat import MetadataValidator

from autograder.sealed.errors import CourseProblem, SourceMissing
from autograder.sealed.plan.marks import grade_id_of, is_marked, nbgrader_of

ANSWER, READ_ONLY, TEST = "answer", "read-only cell", "test"


def instructors_notebook(assignment: str, released: Notebook, source: NotebookNode | None) -> NotebookNode:
    """The instructor's notebook: from the source folder, with cells and marks as nbgrader released them.

    The gradebook has the tests as they were after nbgrader wrote autotests into them, and it decides which cells are
    graded, for how many points; the source folder has the solutions and the plain cells. The text of a test or a
    read-only cell is the gradebook's, as in nbgrader: a new text counts after `nbgrader generate_assignment --force`.
    Without the notebook in the source folder (None) the gradebook has to do.

    Raises CourseProblem when the source folder and the gradebook disagree about graded cells, answers or points:
    grading would give every student nothing for a test that one of them does not know. SourceMissing when neither has
    a cell.
    """
    known = _by_name(released_cells(released))
    if source is None:
        if not known:
            raise SourceMissing(f"{assignment}/{released.name}.ipynb in the source folder")
        return new_notebook(cells=list(known.values()))
    said, can_change = disagreement(source.cells, known)
    if said:
        raise _disagree(assignment, released.name, said, refused=not can_change and bool(released.submissions))
    source = copy.deepcopy(source)
    marked = _by_name(cell for cell in source.cells if is_marked(cell))
    for cell in source.cells:
        name = grade_id_of(cell) or ""
        # A cell that is no longer marked may still have the name of one that is.
        there = known.pop(name, None) if is_marked(cell) or name not in marked else None
        if there is None:
            continue
        cell.metadata["nbgrader"] = there.metadata.nbgrader
        if not there.metadata.nbgrader.solution:
            cell.source = there.source
    # What is left was added when nbgrader made the release: the header's cells, and what autotests need.
    source.cells[:0] = known.values()
    return source


def released_cells(released: Notebook) -> list[NotebookNode]:
    """The marked cells of a notebook as the gradebook holds them, hidden tests included."""
    points = {cell.name: cell.max_score for cell in [*released.grade_cells, *released.task_cells]}
    solutions = {cell.name for cell in released.solution_cells}
    tasks = {cell.name for cell in released.task_cells}
    return [_released_cell(cell, points.get(cell.name), solutions, tasks) for cell in released.source_cells]


def answers_of(cells: Iterable[NotebookNode]) -> dict[str, str]:
    """What stands in the answer cells, by grade_id."""
    return {name: cell.source.strip() for name, cell in _by_name(cells).items() if nbgrader_of(cell).get("solution")}


def _released_cell(source: SourceCell, points: float | None, solutions: set[str], tasks: set[str]) -> NotebookNode:
    new = new_code_cell if source.cell_type == "code" else new_markdown_cell
    marks = {
        "grade_id": source.name,
        "grade": points is not None and source.name not in tasks,
        "solution": source.name in solutions,
        "task": source.name in tasks,
        "locked": source.locked,
        "checksum": source.checksum,
        "cell_type": source.cell_type,
        "schema_version": MetadataValidator.schema_version,
    }
    if points is not None:
        marks["points"] = points
    return new(source.source, metadata={"nbgrader": marks})


def disagreement(source: Iterable[NotebookNode], released: dict[str, NotebookNode]) -> tuple[str, bool]:
    """What the source folder and the gradebook say differently about the first such cell; "" when they agree.

    source:   the cells of the notebook in the source folder
    released: the cells that the gradebook holds, by grade_id
    The second value: is it about something that nbgrader can change though there are submissions?
    """
    marked = _by_name(cell for cell in source if is_marked(cell))
    for grade_id, cell in marked.items():
        there = released.get(grade_id)
        if there is None:
            return f"the {kind_of(cell)} {grade_id!r} is in the source folder, but not in the gradebook", False
        kind, was = kind_of(cell), kind_of(there)
        if kind != was:
            return f"{grade_id!r} is a {kind} in the source folder, and a {was} in the gradebook", False
        if (cell.cell_type == "code") != (there.cell_type == "code"):
            # A test that is no code runs nowhere, and nbgrader gives all points to a test that shows no error.
            said = f"a {cell.cell_type} cell in the source folder, and a {there.cell_type} cell in the gradebook"
            return f"the {kind} {grade_id!r} is {said}", True
        now, then = _points(cell), _points(there)
        if now != then:
            return f"{grade_id!r} has {now:g} points in the source folder, and {then:g} in the gradebook", True
    for grade_id, cell in released.items():
        # Read-only cells may come from the header, or from nbgrader's autotests.
        if grade_id not in marked and kind_of(cell) != READ_ONLY:
            return f"the {kind_of(cell)} {grade_id!r} is in the gradebook, but not in the source folder", False
    return "", False


def _by_name(cells: Iterable[NotebookNode]) -> dict[str, NotebookNode]:
    return {grade_id: cell for cell in cells if (grade_id := grade_id_of(cell))}


def kind_of(cell: NotebookNode) -> str:
    """What nbgrader takes a marked cell for, in words."""
    marks = nbgrader_of(cell)
    if marks.get("task"):
        return "task"
    if marks.get("grade"):
        return "manually graded answer" if marks.get("solution") else TEST
    return ANSWER if marks.get("solution") else READ_ONLY


def _points(cell: NotebookNode) -> float:
    marks = nbgrader_of(cell)
    is_graded = marks.get("grade") or marks.get("task")
    return float(marks.get("points") or 0) if is_graded else 0.0  # nbgrader reads them nowhere else


def _disagree(assignment: str, notebook: str, said: str, refused: bool) -> CourseProblem:
    """refused: nbgrader will not make the assignment anew while there are submissions of it."""
    name = shlex.quote(assignment)
    step = f"`nbgrader generate_assignment {name} --force`, or put the cell back as it was; then grade again."
    if refused:
        step = (
            "put the cell back as it was, then grade again. nbgrader adds and removes no cells while there are "
            "submissions; to grade everybody by the new notebook, without marks given by hand so far and without due "
            f"date: `nbgrader db assignment remove {name} --force`, `nbgrader generate_assignment {name} --force`, set "
            "the due date, then grade again."
        )
    return CourseProblem(
        f"{assignment}, {notebook}.ipynb: {said}. Nothing was graded, and every grade stays. Next step: {step}"
    )
