"""What a submission starts with: a copy of it, its files, checked, and the random numbers of its processes."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from nbformat import NotebookNode

from autograder.sealed import backends
from autograder.sealed.errors import CourseProblem, FilesRefused
from autograder.sealed.limits import MIB, Files, Limits

IMPORTED = re.compile(r"(?:^|[;:])[^\S\n]*(?:import|from)[^\S\n]+([\w., ]+)", re.MULTILINE)
PAGE = 4096  # bytes: the least that a file takes in the working folder, which is held in memory


def check_files(files: Files, limits: Limits) -> None:
    """Raises FilesRefused when the files beside a notebook cannot lie in one working folder.

    CourseProblem when the course's own cannot: no submission is at fault, and none could be graded.
    """
    if (own := _size_of(files.given)) > limits.scratch:
        raise CourseProblem(
            f"The files beside the source notebook take {own / MIB:.0f} MiB, and `c.SealedExecute.scratch` allows "
            f"{limits.scratch / MIB:.0f} MiB. Nobody was given points. Next step: set it to a larger number in "
            "nbgrader_config.py, or take files out of the source folder; then grade again."
        )
    everything = files.handed_in | files.given
    for path in everything:
        for folder in map(str, PurePosixPath(path).parents):
            if folder in everything:
                who, other = (_owner(each, files) for each in (folder, path))
                raise FilesRefused(f"{who} has a file {folder!r} where {other} has a folder")
    if (size := _size_of(everything)) > limits.scratch:
        raise FilesRefused(
            f"the files beside the notebook take {size / MIB:.0f} MiB, and `c.SealedExecute.scratch` allows "
            f"{limits.scratch / MIB:.0f} MiB"
        )


def copy_of(submission: NotebookNode) -> NotebookNode:
    """A copy whose cells, sources, outputs and marks may change; a deeper one takes as long as the whole plan."""
    cells = [NotebookNode(cell, metadata=NotebookNode(cell.metadata)) for cell in submission.cells]
    return NotebookNode(submission, cells=cells, metadata=NotebookNode(submission.metadata))


def _size_of(files: dict[str, bytes]) -> int:
    return sum(-(-len(content) // PAGE) * PAGE for content in files.values())


def _owner(path: str, files: Files) -> str:
    return "the course" if path in files.given else "the submission"


@dataclass(frozen=True)
class Chances:
    """What decides all random numbers of a submission: the same for the same cells, so that grading again gives the
    same points.

    seed:      one for both processes: a setup cell that draws random numbers draws the same ones in both. Nobody who
               does not know the hidden tests can work it out.
    libraries: what draws from it. A library that a cell imports for the first time begins with numbers of its own, so
               each one that the cells import is imported before the first of them.
    """

    seed: int
    libraries: tuple[str, ...]

    @classmethod
    def of(cls, submission: NotebookNode, source: NotebookNode) -> Chances:
        """Those of a notebook that was handed in, graded with this source notebook."""
        cells = [[(cell.cell_type, cell.source) for cell in notebook.cells] for notebook in (submission, source)]
        seed = int.from_bytes(hashlib.sha256(json.dumps(cells).encode()).digest()[:4], "big")
        code = "\n".join(text for notebook in cells for kind, text in notebook if kind == "code")
        imported = set(re.findall(r"\w+", " ".join(IMPORTED.findall(code))))
        return cls(seed, tuple(each.name for each in backends.BACKENDS if each.name.split(".")[0] in imported))
