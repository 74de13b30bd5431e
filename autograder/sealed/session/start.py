"""What the processes of a submission start with: its files, checked, and its random numbers."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from nbformat import NotebookNode

from autograder.sealed import backends
from autograder.sealed.errors import FilesRefused
from autograder.sealed.limits import MIB, Files, Limits

IMPORTED = re.compile(r"(?:^|[;:])[^\S\n]*(?:import|from)[^\S\n]+([\w., ]+)", re.MULTILINE)
PAGE = 4096  # bytes: the least that a file takes in the working folder, which is held in memory


def check_files(files: Files, limits: Limits) -> None:
    """Raises FilesRefused when the files beside a notebook cannot lie in one working folder."""
    everything = files.handed_in | files.given
    for path in everything:
        for folder in map(str, PurePosixPath(path).parents):
            if folder in everything:
                who, other = (_owner(each, files) for each in (folder, path))
                raise FilesRefused(f"{who} has a file {folder!r} where {other} has a folder")
    size = sum(-(-len(content) // PAGE) * PAGE for content in everything.values())
    if size > limits.scratch:
        raise FilesRefused(
            f"the files beside the notebook take {size / MIB:.0f} MiB, and `c.SealedExecute.scratch` allows "
            f"{limits.scratch / MIB:.0f} MiB"
        )


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
