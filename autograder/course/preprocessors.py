"""nbgrader's preprocessors that use the gradebook, run on one that is open already instead of opening their own.

Opening a gradebook takes longer than all that a preprocessor does with it. Whatever else a course configures runs as it
is, with nothing pending: it may open the gradebook itself, and read and write there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    AssignLatePenalties,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets import Instance
from traitlets.utils.importstring import import_item

from autograder.course.gradebook import OpenGradebook

OWN = ("autograder", "nbconvert", "nbgrader")  #: packages whose preprocessors open no gradebook but those below


def register(exporter: Exporter, kinds: Iterable[type | str | Callable], gradebook: OpenGradebook) -> None:
    """Give an exporter the configured preprocessors, in their order.

    nbgrader's own that use the gradebook are exchanged for subclasses that use this one. Before anybody else's
    preprocessor, a subclass of nbgrader's included, what is pending is committed, so that no lock is held.
    """
    for kind in kinds:
        kind = import_item(kind) if isinstance(kind, str) else kind
        on_open = STAND_INS[kind](parent=exporter, gradebook=gradebook) if kind in STAND_INS else None
        if on_open is not None and not on_open.runs_foreign_code():
            exporter.register_preprocessor(on_open)
            continue
        if on_open is not None or is_foreign(kind):
            exporter.register_preprocessor(letting_go(gradebook))
        exporter.register_preprocessor(kind)


def is_foreign(kind: type | Callable) -> bool:
    """May this open the gradebook by itself?"""
    return kind.__module__.partition(".")[0] not in OWN


def letting_go(gradebook: OpenGradebook) -> Callable:
    """A preprocessor that commits what is pending, so that the next one may open the gradebook by itself."""

    def let_go(nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        gradebook.save()
        return nb, resources

    return let_go


class OnOpenGradebook(NbGraderPreprocessor):
    """What all of these have in common: where they write, and of which notebook."""

    gradebook = Instance(OpenGradebook)

    def take(self, resources: dict) -> None:
        """Note whose notebook it is, from what nbgrader's converters tell."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]

    def runs_foreign_code(self) -> bool:
        """Does it call code that is neither nbgrader's nor the grader's?"""
        return False


class KernelspecFromOpen(OnOpenGradebook, OverwriteKernelspec):
    """nbgrader's OverwriteKernelspec on the open gradebook."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """As nbgrader's own does, for one notebook."""
        self.take(resources)
        if kernelspec := self.gradebook.kernelspec(self.notebook_id, self.assignment_id):
            nb.metadata["kernelspec"] = dict(kernelspec)
        return nb, resources


class OverwriteOnOpen(OnOpenGradebook, OverwriteCells):
    """nbgrader's OverwriteCells on the open gradebook."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """As nbgrader's own does, for one notebook."""
        self.take(resources)
        nb, resources = super(OverwriteCells, self).preprocess(nb, resources)
        if self.add_missing_cells:
            nb, resources = self.add_missing_grade_cells(nb, resources)
            nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class SaveOnOpen(OnOpenGradebook, SaveAutoGrades):
    """nbgrader's SaveAutoGrades on the open gradebook."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """As nbgrader's own does, for one notebook."""
        self.take(resources)
        return super(SaveAutoGrades, self).preprocess(nb, resources)


class PenaltiesOnOpen(OnOpenGradebook, AssignLatePenalties):
    """nbgrader's AssignLatePenalties on the open gradebook."""

    def runs_foreign_code(self) -> bool:
        """Is the course's plugin for penalties somebody else's?"""
        return is_foreign(self.plugin_class)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """As nbgrader's own does, for one notebook."""
        self.take(resources)
        self.init_plugin()
        entry = self.gradebook.find_submission(self.assignment_id, self.student_id)
        notebook = self.gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
        self.gradebook.db.refresh(notebook)  # its score is a sum that the database makes
        penalty = None
        if entry.total_seconds_late > 0:
            late = (self.student_id, notebook.score, entry.total_seconds_late)
            penalty = self.plugin_inst.late_submission_penalty(*late)
        notebook.late_submission_penalty = None if penalty is None else min(max(penalty, 0), notebook.score)
        self.gradebook.db.commit()
        return nb, resources


STAND_INS = {
    OverwriteKernelspec: KernelspecFromOpen,
    OverwriteCells: OverwriteOnOpen,
    SaveAutoGrades: SaveOnOpen,
    AssignLatePenalties: PenaltiesOnOpen,
}
