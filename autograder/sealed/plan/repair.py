"""Put a submitted notebook back into the instructor's order: no cell missing, doubled, moved or mislabelled."""

from __future__ import annotations

import copy

from nbformat import NotebookNode

from autograder.sealed.plan.marks import grade_id_of, is_marked, nbgrader_of

DELETED = "This cell was deleted. Its answer may stand in another cell."


def repair(notebook: NotebookNode, wanted: dict[str, NotebookNode], order: list[str]) -> list[str]:
    """Repair a submitted notebook in place. What was repaired already stays as it is.

    wanted: the instructor's marked cells, by grade_id
    order:  their grade_ids, as released
    Returns the grade_ids that marked cells lost: they are not the assignment's, or exist again below.
    """
    taken = keep_last_of_each(notebook.cells, wanted)
    notebook.cells = in_released_order(notebook.cells, wanted, order)
    return taken


def keep_last_of_each(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> list[str]:
    """Give every cell of the assignment its released metadata once, and take nbgrader's metadata from all others.

    Returns the grade_ids that graded, answer and locked cells lost.
    """
    seen: set[str] = set()
    taken: list[str] = []
    for cell in reversed(cells):
        # "deletable" and "editable" mean nothing here; tags such as skip-execution would change what is run.
        grade_id = grade_id_of(cell)
        was_marked = is_marked(cell)
        cell.metadata = NotebookNode()
        if grade_id in wanted and grade_id not in seen:
            seen.add(grade_id)
            cell.metadata["nbgrader"] = wanted[grade_id].metadata.nbgrader.copy()
        elif grade_id and was_marked:
            taken.insert(0, grade_id)
    return taken


def in_released_order(
    cells: list[NotebookNode], wanted: dict[str, NotebookNode], order: list[str]
) -> list[NotebookNode]:
    """Order the assignment's cells as released, each followed by the student's own cells that followed it."""
    before: list[NotebookNode] = []
    groups: dict[str, list[NotebookNode]] = {}
    group = before
    for cell in cells:
        grade_id = grade_id_of(cell)
        if grade_id is not None:
            group = groups[grade_id] = []
        group.append(cell)
    repaired = before
    for grade_id in order:
        if grade_id in groups:
            repaired += groups[grade_id]
        elif comes_back(wanted[grade_id]):
            repaired.append(brought_back(wanted[grade_id]))
    return repaired


def comes_back(cell: NotebookNode) -> bool:
    """A deleted answer stays deleted: the student may have written it in a cell of their own."""
    marks = nbgrader_of(cell)
    return bool(marks.get("grade") or marks.get("task") or (marks.get("locked") and not marks.get("solution")))


def brought_back(cell: NotebookNode) -> NotebookNode:
    """A copy of a cell that was deleted.

    An answer that a person grades says that it was deleted: nbgrader gives 0 for the released text, unseen, and the
    student may have written the answer in a cell of their own.
    """
    cell, marks = copy.deepcopy(cell), nbgrader_of(cell)
    if marks.get("grade") and marks.get("solution"):
        cell.source = DELETED if cell.cell_type == "markdown" else f"# {DELETED}"
    return cell
