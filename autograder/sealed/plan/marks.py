"""A cell's marks: what nbgrader notes in its metadata, read so that no damaged notebook can break the reading."""

from __future__ import annotations

from nbformat import NotebookNode


def nbgrader_of(cell: NotebookNode) -> dict:
    """nbgrader's own metadata of a cell; empty when there is none."""
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def grade_id_of(cell: NotebookNode) -> str | None:
    """The name that nbgrader knows a cell by, whatever a damaged notebook holds in its place."""
    grade_id = nbgrader_of(cell).get("grade_id")
    return grade_id if isinstance(grade_id, str) else None


def is_marked(cell: NotebookNode) -> bool:
    """Does nbgrader keep this cell: is it graded, an answer, a task, or read-only?"""
    marks = nbgrader_of(cell)
    return any(marks.get(mark) for mark in ("grade", "solution", "task", "locked"))


def is_test(cell: NotebookNode) -> bool:
    """Is this a code cell whose outputs decide points? (Not an answer that is graded by hand.)"""
    marks = nbgrader_of(cell)
    return cell.cell_type == "code" and bool(marks.get("grade")) and not marks.get("solution")


def is_answer(cell: NotebookNode) -> bool:
    """Is this a code cell that students fill in and tests grade? (Not one that is graded by hand.)"""
    marks = nbgrader_of(cell)
    return cell.cell_type == "code" and bool(marks.get("solution")) and not marks.get("grade")


def has_tag(cell: NotebookNode, tag: str) -> bool:
    """Has the cell one of Jupyter's tags?"""
    tags = cell.get("metadata", {}).get("tags", [])
    return isinstance(tags, list) and tag in tags


def is_passed_over(cell: NotebookNode) -> bool:
    """A cell of the instructor's, neither answer nor test, with the tag that Jupyter's own tools know for "do not run".

    Students run it by hand. What a submission tags counts for nothing.
    """
    marks = nbgrader_of(cell)
    is_shown_only = cell.cell_type == "code" and not marks.get("grade") and not marks.get("solution")
    return is_shown_only and has_tag(cell, "skip-execution")
