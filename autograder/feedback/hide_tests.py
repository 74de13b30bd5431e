"""Feedback without hidden tests: a student's own cells, and the message of each failed check."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor


class HideTests(NbGraderPreprocessor):
    """Cut hidden tests out of a graded notebook before feedback is made from it.

    Three places can show them: the source of a test cell, the traceback of its error, and what student code that the
    test called printed there. Of a test cell's outputs only the type and message of an error stay. Named first in
    `c.GenerateFeedback.preprocessors`; changes the feedback only, never the graded notebook.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Cut hidden tests out of one notebook in place, as nbconvert asks for each notebook."""
        clear = ClearHiddenTests(parent=self)
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
                clear.preprocess_cell(cell, resources, index)
                cell.outputs = [message_only(out) for out in cell.outputs if out.output_type == "error"]
        return nb, resources


def message_only(error: NotebookNode) -> NotebookNode:
    """The same error output, with a traceback of one line: its type and its message."""
    line = f"{error.ename}: {error.evalue}" if error.evalue else error.ename
    return NotebookNode(output_type="error", ename=error.ename, evalue=error.evalue, traceback=[line])
