"""nbgrader's gradebook, kept open: one connection for a whole run, one transaction for each submission."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import Session, scoped_session, sessionmaker


class OpenGradebook(Gradebook):
    """A Gradebook whose commits wait for `save`, and which remembers cells and marks.

    nbgrader commits after every cell, and asks the database for each mark and each cell anew. Here the cells of a
    notebook are read once a run, a student's marks in it once a submission.
    """

    db: scoped_session[_OneTransaction]

    def __init__(self, db_url: str, course_id: str):
        super().__init__(db_url, course_id)
        self.db.remove()
        self.db = scoped_session(sessionmaker(bind=self.engine, class_=_OneTransaction, future=True))
        self._cells: dict[tuple, dict[str, dict]] = {}
        self._marks: dict[tuple, dict[str, dict]] = {}

    def save(self) -> None:
        """Commit everything since the last save, and forget what was read: another program may change it now."""
        self.db().commit_now()
        self._forget()

    def undo(self) -> None:
        """Drop everything since the last save."""
        self.db.rollback()
        self._forget()

    def _forget(self) -> None:
        self.db.expunge_all()
        self._marks.clear()

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> SimpleNamespace:
        """As in Gradebook, from memory: a copy of the columns. Raises MissingEntry."""
        return _known(self._cells_of(notebook, assignment)["source"], name)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> SimpleNamespace:
        """As in Gradebook, from memory: a copy of the columns. Raises MissingEntry."""
        return _known(self._cells_of(notebook, assignment)["graded"], name)

    def automatic_scores(self, assignment: str, notebooks: Collection[str], student: str = "") -> dict[str, str]:
        """By student: a hash of the points that tests gave in some notebooks; marks by hand are no part of it.

        student: only this one; everybody when empty
        """
        found = (
            self.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.auto_score)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .filter(Assignment.name == assignment, Notebook.name.in_(notebooks))
        )
        if student:
            found = found.filter(SubmittedAssignment.student_id == student)
        points: dict[str, list] = {}
        for whose, notebook, cell, score in found:
            points.setdefault(whose, []).append([notebook, cell, score if score is None else float(score)])
        return {whose: hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest() for whose, rows in points.items()}

    def has_student(self, name: str) -> bool:
        """Is there a student of this name?"""
        return self.db.get(Student, name) is not None

    def kernelspec(self, notebook: str, assignment: str) -> dict:
        """The kernel that a notebook was released with; empty when it names none."""
        return self._cells_of(notebook, assignment)["kernelspec"]

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        """As in Gradebook, from memory: a row that may be changed. Raises MissingEntry."""
        return _known(self._marks_of(notebook, assignment, student)["grades"], grade_cell)

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Comment:
        """As in Gradebook, from memory: a row that may be changed. Raises MissingEntry."""
        return _known(self._marks_of(notebook, assignment, student)["comments"], solution_cell)

    def _cells_of(self, notebook: str, assignment: str) -> dict[str, dict]:
        key = (assignment, notebook)
        if key not in self._cells:
            found = self.find_notebook(notebook, assignment)
            graded = [*found.grade_cells, *found.task_cells]
            self._cells[key] = {
                "source": {cell.name: _copy_of(cell) for cell in found.source_cells},
                "graded": {cell.name: _copy_of(cell) for cell in graded},
                "kernelspec": json.loads(found.kernelspec or "null") or {},
                "names": {cell.id: cell.name for cell in [*graded, *found.solution_cells]},
            }
        return self._cells[key]

    def _marks_of(self, notebook: str, assignment: str, student: str) -> dict[str, dict]:
        key = (assignment, notebook, student)
        if key not in self._marks:
            found = self.find_submission_notebook(notebook, assignment, student)
            names = self._cells_of(notebook, assignment)["names"]  # a mark knows only the id of its cell
            self._marks[key] = {
                "grades": {names[grade.cell_id]: grade for grade in found.grades},
                "comments": {names[comment.cell_id]: comment for comment in found.comments},
            }
        return self._marks[key]


class _OneTransaction(Session):
    """A session whose commits wait for `commit_now`."""

    def commit(self) -> None:
        self.flush()

    def commit_now(self) -> None:
        super().commit()


def _known(found: dict[str, Any], name: str) -> Any:
    try:
        return found[name]
    except KeyError:
        raise MissingEntry(f"The gradebook has nothing for the cell {name}") from None


def _copy_of(cell: Any) -> SimpleNamespace:
    """A cell's columns, free of the session."""
    return SimpleNamespace(**{column.key: getattr(cell, column.key) for column in type(cell).__mapper__.column_attrs})
