"""What the processes of a submission start with: its files, checked, and a seed for their random numbers."""

import hashlib
import json
from pathlib import PurePosixPath

from nbformat import NotebookNode

from autograder.sealed.errors import FilesRefused
from autograder.sealed.limits import MIB, Files, Limits

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


def seed_of(submission: NotebookNode, source: NotebookNode) -> int:
    """The same for the same cells, so that grading again gives the same points.

    Nobody who does not know the hidden tests can work it out.
    """
    cells = [[(cell.cell_type, cell.source) for cell in notebook.cells] for notebook in (submission, source)]
    return int.from_bytes(hashlib.sha256(json.dumps(cells).encode()).digest()[:4], "big")
