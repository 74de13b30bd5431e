"""Put a submitted notebook back into the instructor's order: no cell missing, doubled, moved or mislabelled.

It comes first: nbconvert refuses a notebook with an invalid cell id after the first preprocessor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.course.released import released_cells
from autograder.course.source import read_notebook
from autograder.intake.mend import mend
from autograder.sealed.plan.marks import grade_id_of
from autograder.sealed.plan.repair import repair


class RepairCells(NbGraderPreprocessor):
    """Take the place of DeduplicateIds in `c.Autograde.sanitize_preprocessors`.

    nbgrader's own DeduplicateIds makes one doubled test cell stop the run for the whole class, and the
    `add_missing_cells` of OverwriteCells fails when a read-only cell before the missing one is gone too.

    A cell belongs to the assignment when its grade_id is in the gradebook. Of several with one grade_id the last one
    counts; the others stay as ordinary cells. Missing read-only and test cells come back. When the order differs from
    the released one, it is restored; a student's own cells stay behind the cell they followed.

    Every cell leaves with valid nbgrader metadata, so CheckCellMetadata, which takes longer than all other
    preprocessors together, is not needed after it.
    """

    enabled = Bool(True).tag(config=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.released: dict[tuple[str, str, str], tuple[dict[str, NotebookNode], list[str]]] = {}

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Repair one notebook in place; a mark that a cell loses is logged as a warning."""
        mend(nb)
        names = resources["nbgrader"]
        key = (names["db_url"], names["assignment"], names["notebook"])
        if key not in self.released:
            with Gradebook(names["db_url"]) as gradebook:
                released = gradebook.find_notebook(names["notebook"], names["assignment"])
                found = {cell.metadata.nbgrader.grade_id: cell for cell in released_cells(released)}
            self.released[key] = found, self.source_order(resources, list(found))
        wanted, order = self.released[key]
        for grade_id in repair(nb, wanted, order):
            self.log.warning("Cell '%s' is not the assignment's, or exists again below: it is not graded", grade_id)
        return nb, resources

    def source_order(self, resources: ResourcesDict, known: list[str]) -> list[str]:
        """The grade_ids in the order of the instructor's notebook; in the gradebook's when there is none.

        The gradebook's own order is that of insertion, which is another one after the instructor added a cell.
        """
        names = resources["nbgrader"]
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        if course is None:
            return known
        folder = Path(course.format_path(course.source_directory, ".", names["assignment"]))
        path = folder / f"{names['notebook']}.ipynb"
        if not path.is_file():
            return known
        source = read_notebook(path)
        ids = [grade_id_of(cell) for cell in source.cells]
        order = [grade_id for grade_id in ids if grade_id in known]
        return order + [grade_id for grade_id in known if grade_id not in order]
