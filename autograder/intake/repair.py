"""Put a submitted notebook back into the instructor's order: no cell missing, doubled, moved or mislabelled."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.course.released import released_cells
from autograder.sealed.plan.marks import grade_id_of


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

    def __init__(self, **settings):
        super().__init__(**settings)
        self.released: dict[tuple[str, str, str], tuple[dict[str, NotebookNode], list[str]]] = {}

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        names = resources["nbgrader"]
        key = (names["db_url"], names["assignment"], names["notebook"])
        if key not in self.released:
            with Gradebook(names["db_url"]) as gradebook:
                released = gradebook.find_notebook(names["notebook"], names["assignment"])
                found = {cell.metadata.nbgrader.grade_id: cell for cell in released_cells(released)}
            self.released[key] = found, self.source_order(resources, list(found))
        wanted, order = self.released[key]
        for grade_id in keep_last_of_each(nb.cells, wanted):
            self.log.warning("Cell '%s' is not the assignment's, or exists again below: it is not graded", grade_id)
        nb.cells = in_released_order(nb.cells, wanted, order)
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
        source = nbformat.read(path, as_version=4)
        ids = [grade_id_of(cell) for cell in source.cells]
        order = [grade_id for grade_id in ids if grade_id in known]
        return order + [grade_id for grade_id in known if grade_id not in order]


def keep_last_of_each(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> list[str]:
    """Give every cell of the assignment its released metadata once, and take nbgrader's metadata from all others.

    Returns the grade_ids that graded, answer and locked cells lost.
    """
    seen, taken = set(), []
    for cell in reversed(cells):
        # "deletable" and "editable" mean nothing here; tags such as skip-execution would change what is run.
        grade_id = grade_id_of(cell)
        marks = cell.metadata.get("nbgrader")
        cell.metadata = NotebookNode()
        if grade_id in wanted and grade_id not in seen:
            seen.add(grade_id)
            cell.metadata["nbgrader"] = wanted[grade_id].metadata.nbgrader.copy()
        elif grade_id and any(marks.get(mark) for mark in ("grade", "solution", "task", "locked")):
            taken.insert(0, grade_id)
    return taken


def in_released_order(
    cells: list[NotebookNode], wanted: dict[str, NotebookNode], order: list[str]
) -> list[NotebookNode]:
    """Order the assignment's cells as released, each followed by the student's own cells that followed it."""
    before, groups = [], {}
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
            repaired.append(copy.deepcopy(wanted[grade_id]))
    return repaired


def comes_back(cell: NotebookNode) -> bool:
    """A deleted answer stays deleted: the student may have written it in a cell of their own."""
    return utils.is_locked(cell) or utils.is_grade(cell) or utils.is_task(cell)
