"""What nbgrader's Validate shows of a check that failed: its name, in place of its code."""

from __future__ import annotations

import os
import re

from nbformat import NotebookNode

from coursekit.handing_in import checksum


def show_names(cell: NotebookNode, cell_index: int) -> None:
    """Called after each cell, as `Execute.on_cell_complete` of nbclient; does nothing but for Validate.

    A check whose code was changed keeps it: Validate then shows what was changed.
    """
    marked = re.match(r'@own_names\.test\("([^"]+)"\)', cell.source)
    marks = cell.metadata.get("nbgrader", {})
    if marked and "NBGRADER_VALIDATING" in os.environ and marks.get("checksum") == checksum(cell):
        cell.source = marked[1]
        del marks["checksum"]  # that of the code
