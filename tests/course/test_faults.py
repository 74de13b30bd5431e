"""What an instructor can do to a source notebook that no grader can use is named, by its cell."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook
from nbgrader.coursedir import CourseDirectory

from autograder.course.source import read_notebook, read_source
from autograder.sealed.errors import CourseProblem
from tests.sealed.course import answer, setup
from tests.sealed.course import test_of as check

CELLS = [
    setup("tools", "import math"),
    answer("double", "def double(x): return 2 * x"),
    check("small", "assert double(2) == 4", 1),
    check("any", "assert double(3) == 6", 2),
]
TOOLS, DOUBLE, SMALL, ANY = range(4)
Edit = Callable[[dict], object]


def written(folder: Path, edit: Edit) -> Path:
    """A source folder whose notebook was edited as a text; returns the notebook's path."""
    (folder / "source" / "ps1").mkdir(parents=True)
    path = folder / "source" / "ps1" / "problem.ipynb"
    notebook = json.loads(nbformat.writes(new_notebook(cells=copy.deepcopy(CELLS))))
    edit(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def marks(cell: int, **changed: object) -> Edit:
    """Change nbgrader's marks of a cell."""
    return lambda notebook: notebook["cells"][cell]["metadata"]["nbgrader"].update(changed)


def field(cell: int, **changed: object) -> Edit:
    """Change a cell."""
    return lambda notebook: notebook["cells"][cell].update(changed)


def twice(cell: int) -> Edit:
    """Paste a cell again, at the end."""
    return lambda notebook: notebook["cells"].append(copy.deepcopy(notebook["cells"][cell]) | {"id": "pasted"})


NAMED = "cell 3 (assert double(2) == 4)"
FAULTS: dict[str, tuple[Edit, str]] = {
    "no python": (
        field(SMALL, source="assert double(2 == 4"),
        "cell 3 (assert double(2 == 4): the test 'small' is no Python: '(' was never closed (line 1)",
    ),
    "no id": (
        lambda nb: nb["cells"][SMALL]["metadata"]["nbgrader"].pop("grade_id"),
        f"{NAMED}: this test has no grade_id",
    ),
    "an empty id": (marks(SMALL, grade_id=""), f"{NAMED}: this test has no grade_id"),
    "null as an id": (marks(SMALL, grade_id=None), f"{NAMED}: this test has no grade_id"),
    "a number as an id": (marks(SMALL, grade_id=5), f"{NAMED}: the grade_id of this test is no text"),
    "a list as an id": (marks(DOUBLE, grade_id=["double"]), ": the grade_id of this answer is no text"),
    "no id, read-only": (marks(TOOLS, grade_id=None), "cell 1 (import math): this read-only cell has no"),
    "a test twice": (twice(SMALL), f"'small' is there twice, in {NAMED} and in cell 5 (assert double(2) == 4)"),
    "an answer twice": (twice(DOUBLE), "'double' is there twice, in cell 2 (def double(x): return 2 * x)"),
    "a read-only cell twice": (twice(TOOLS), "'tools' is there twice, in cell 1 (import math) and in cell 5"),
    "a word as points": (marks(SMALL, points="three"), f"{NAMED}: the test 'small' has 'three' as its points"),
    "a list as points": (marks(SMALL, points=[1]), "has [1] as its points"),
    "null as points": (marks(SMALL, points=None), "has None as its points"),
    "NaN as points": (marks(SMALL, points=float("nan")), "has nan as its points"),
    "endless points": (marks(SMALL, points=float("inf")), "has inf as its points"),
    "large points": (marks(SMALL, points=10**400), "as its points"),
    "points below zero": (marks(SMALL, points=-1), "has -1 as its points"),
    "true as points": (marks(SMALL, points=True), "has True as its points"),
    "a word as an answer's points": (marks(DOUBLE, points="abc"), "the answer 'double' has 'abc' as its points"),
    "no source": (field(SMALL, source=None), "cell 3: its source is no text"),
    "a number as source": (field(SMALL, source=3), "cell 3: its source is no text"),
    "a missing source": (lambda nb: nb["cells"][SMALL].pop("source"), "cell 3: its source is no text"),
    "half a character": (field(SMALL, source="x = '\ud800'"), "cell 3: its source is no text"),
    "no type": (lambda nb: nb["cells"][SMALL].pop("cell_type"), f"{NAMED}: its cell_type is none of code, "),
    "another type": (field(SMALL, cell_type="sql"), f"{NAMED}: its cell_type is none of code, markdown, raw"),
    "a list as type": (field(SMALL, cell_type=[]), f"{NAMED}: its cell_type is none of code, markdown, raw"),
    "no metadata": (lambda nb: nb["cells"][SMALL].pop("metadata"), f"{NAMED}: its metadata is no dictionary"),
    "null as metadata": (field(SMALL, metadata=None), "its metadata is no dictionary"),
    "a list as metadata": (field(SMALL, metadata=[1]), "its metadata is no dictionary"),
    "a list as marks": (field(SMALL, metadata={"nbgrader": [1]}), f"{NAMED}: its nbgrader metadata is no dictionary"),
    "null as marks": (field(SMALL, metadata={"nbgrader": None}), "its nbgrader metadata is no dictionary"),
    "a text as a cell": (lambda nb: nb["cells"].insert(0, "x = 1"), "cell 1: it is no dictionary"),
    "null as a cell": (lambda nb: nb["cells"].append(None), "cell 5: it is no dictionary"),
    "no cells": (lambda nb: nb.pop("cells"), "it has no list of cells"),
    "null as cells": (lambda nb: nb.update(cells=None), "it has no list of cells"),
    "a dictionary as cells": (lambda nb: nb.update(cells={"1": {}}), "it has no list of cells"),
    "a list as the notebook's metadata": (lambda nb: nb.update(metadata=[]), "its metadata is no dictionary"),
    "a list as the kernel": (lambda nb: nb["metadata"].update(kernelspec=[1]), "its kernelspec is no dictionary with"),
    "a number as the kernel": (lambda nb: nb["metadata"].update(kernelspec={"name": 3}), "its kernelspec is no dict"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_cell_and_a_next_step(tmp_path, fault):
    edit, named = FAULTS[fault]
    path = written(tmp_path, edit)

    with pytest.raises(CourseProblem) as stopped:
        read_source(CourseDirectory(root=str(tmp_path)), "ps1")

    said = str(stopped.value)
    assert said.startswith(str(path)) and named in said
    assert re.search(r"\. Next step: \w.*\.$", said) and "\n" not in said


FINE: dict[str, Edit] = {
    "as written": lambda nb: None,
    "half a point": marks(SMALL, points=0.5),
    "no points": marks(SMALL, points=0),
    "points of an old notebook": marks(SMALL, points="3"),
    "empty points of an old notebook": marks(SMALL, points=""),
    "points of an answer": marks(DOUBLE, points=5),
    "null as points of an answer": marks(DOUBLE, points=None),
    "a cell that is no longer marked": marks(SMALL, grade=False, locked=False, grade_id="any", points="abc"),
    "an unknown mark": marks(SMALL, colour="red"),
    "no cells at all": lambda nb: nb["cells"].clear(),
    "a magic": field(SMALL, source="%%time\nassert double(2) == 4"),
    "await": field(SMALL, source="assert await double(2) == 4"),
    "another language": lambda nb: (
        nb["metadata"].update(kernelspec={"name": "ir", "language": "R", "display_name": "R"}),
        nb["cells"][SMALL].update(source="stopifnot(double(2) == 4) # {"),
        nb["cells"][ANY].update(source="x <- 3 %in% c(1)"),
    ),
    "no kernel": lambda nb: nb["metadata"].pop("kernelspec", None),
}


@pytest.mark.parametrize("edit", FINE)
def test_what_nbgrader_takes_is_no_fault(tmp_path, edit):
    assert read_notebook(written(tmp_path, FINE[edit])).nbformat == 4


def test_a_long_first_line_is_cut_and_moves_no_cursor(tmp_path):
    path = written(tmp_path, lambda nb: nb["cells"][SMALL].update(source="\n\nprint('\x1b[2J')" + "x" * 500))
    path.write_text(path.read_text().replace('"grade_id": "small", ', ""), encoding="utf-8")

    with pytest.raises(CourseProblem) as stopped:
        read_notebook(path)

    assert r"cell 3 (print('\x1b[2J')xxx" in str(stopped.value) and "xxx …)" in str(stopped.value)
    assert len(str(stopped.value)) < len(str(path)) + 250
