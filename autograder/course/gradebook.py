"""nbgrader's gradebook, kept open: one connection for a whole run, one transaction for each submission."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from nbgrader import api
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session, sessionmaker


@contextmanager
def open_gradebook(db_url: str, course_id: str) -> Iterator[OpenGradebook]:
    """Open a gradebook that every class of nbgrader uses until the block ends, instead of opening its own.

    nbgrader opens the gradebook anew in each preprocessor, about ten times for a submission, and commits after every
    cell. Here `Gradebook(db_url)` in nbgrader's modules gives the one that is open.
    """
    gradebook = OpenGradebook(db_url, course_id)
    users = [module for module in list(sys.modules.values()) if getattr(module, "Gradebook", None) is Gradebook]
    users = [module for module in users if module not in (api, sys.modules[__name__])]
    for module in users:
        module.Gradebook = lambda *_, **__: gradebook
    try:
        yield gradebook
    finally:
        for module in users:
            module.Gradebook = Gradebook
        gradebook.really_close()


class OpenGradebook(Gradebook):
    """A Gradebook whose `close` does nothing, and whose commits wait for `save`.

    What is asked for again and again is answered from memory: what belongs to the cells of an assignment is read once
    a run; an assignment, a submission, and its grades and comments once a submission.
    """

    def __init__(self, db_url: str, course_id: str):
        super().__init__(db_url, course_id)
        self.db.remove()
        make = sessionmaker(autoflush=True, bind=self.engine, future=True)
        event.listen(make, "after_flush_postexec", _read_scores_again)
        self.db = _OneTransaction(make)
        self.released: dict[tuple, dict] = {}
        self.marks: dict[tuple, dict] = {}
        self.entries: dict[tuple, object] = {}

    def close(self) -> None:
        """Stay open: nbgrader closes after every preprocessor."""

    def really_close(self) -> None:
        super().close()

    def save(self) -> None:
        """Commit everything since the last save, and forget it."""
        self.db.commit_now()
        self._forget()

    def undo(self) -> None:
        """Drop everything since the last save."""
        self.db.rollback()
        self._forget()

    def _forget(self) -> None:
        self.db.expunge_all()
        self.marks.clear()
        self.entries.clear()

    def find_assignment(self, name: str) -> Assignment:
        return self._entry(super().find_assignment, name)

    def find_notebook(self, name: str, assignment: str) -> Notebook:
        return self._entry(super().find_notebook, name, assignment)

    def find_submission(self, assignment: str, student: str) -> SubmittedAssignment:
        return self._entry(super().find_submission, assignment, student)

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> SubmittedNotebook:
        return self._entry(super().find_submission_notebook, notebook, assignment, student)

    def _entry(self, find: Callable, *names: str):
        key = (find.__name__, *names)
        if key not in self.entries:
            self.entries[key] = find(*names)
        self.db.flush()  # as a query does first: scores follow the marks
        return self.entries[key]

    def find_source_cell(self, name: str, notebook: str, assignment: str):
        return self._released("source_cells", name, notebook, assignment)

    def find_graded_cell(self, name: str, notebook: str, assignment: str):
        return self._released("graded_cells", name, notebook, assignment)

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        return self._mark("grades", grade_cell, notebook, assignment, student)

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Comment:
        return self._mark("comments", solution_cell, notebook, assignment, student)

    def _released(self, kind: str, name: str, notebook: str, assignment: str):
        try:
            return self._cells(notebook, assignment)[kind][name]
        except KeyError:
            raise MissingEntry(f"No such cell: {assignment}/{notebook}/{name}") from None

    def _cells(self, notebook: str, assignment: str) -> dict[str, dict]:
        key = (assignment, notebook)
        if key not in self.released:
            found = self.find_notebook(notebook, assignment)
            marked = [*found.grade_cells, *found.task_cells]
            self.released[key] = {
                "source_cells": {cell.name: _copy_of(cell) for cell in found.source_cells},
                "graded_cells": {cell.name: _copy_of(cell) for cell in marked},
                "names": {cell.id: cell.name for cell in [*marked, *found.solution_cells]},
            }
        return self.released[key]

    def _mark(self, kind: str, name: str, notebook: str, assignment: str, student: str):
        key = (assignment, notebook, student)
        if key not in self.marks:
            found = self.find_submission_notebook(notebook, assignment, student)
            names = self._cells(notebook, assignment)["names"]  # a mark knows only the id of its cell
            self.marks[key] = {
                "grades": {names[grade.cell_id]: grade for grade in found.grades},
                "comments": {names[comment.cell_id]: comment for comment in found.comments},
            }
        try:
            return self.marks[key][kind][name]
        except KeyError:
            raise MissingEntry(f"No such {kind[:-1]}: {assignment}/{notebook}/{name} for {student}") from None


class _OneTransaction(scoped_session):
    """A session whose commits wait for `save`. New rows are written at once, changed ones before the next query."""

    def commit(self) -> None:
        if self.new or self.deleted:
            self.flush()

    def commit_now(self) -> None:
        super().commit()


def _read_scores_again(session: Session, _) -> None:
    """Scores are sums that the database makes."""
    for loaded in list(session.identity_map.values()):
        if isinstance(loaded, SubmittedNotebook | SubmittedAssignment):
            session.expire(loaded, ["score"])


def _copy_of(cell) -> SimpleNamespace:
    """A cell's columns, free of the session."""
    return SimpleNamespace(**{column.key: getattr(cell, column.key) for column in type(cell).__mapper__.column_attrs})
