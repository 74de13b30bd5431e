"""An assignment's source folder, read once a run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from autograder.course.files import list_folder, read_file
from autograder.sealed.errors import CourseProblem


@dataclass(frozen=True)
class Source:
    """What an instructor wrote for an assignment.

    notebooks: by name; without the ending
    files:     what lies beside them, by relative path
    digest:    a hash of all of it
    """

    notebooks: dict[str, NotebookNode]
    files: dict[str, bytes]
    digest: str


def read_source(course: CourseDirectory, assignment: str) -> Source:
    """Read a source folder; empty when there is none. Raises CourseProblem for a notebook that cannot be read."""
    folder = Path(course.format_path(course.source_directory, ".", assignment))
    digest = hashlib.sha256()
    notebooks, files = {}, {}
    for path in sorted(list_folder(folder, course.ignore, follow=True).sizes):
        if path.endswith(".ipynb") and "/" in path:
            continue
        content = read_file(folder / path, follow=True)
        digest.update(f"{path} {len(content)} ".encode() + content)
        if path.endswith(".ipynb"):
            notebooks[path.removesuffix(".ipynb")] = _parsed(folder / path, content)
        else:
            files[path] = content
    return Source(notebooks, files, digest.hexdigest())


def _parsed(path: Path, content: bytes) -> NotebookNode:
    try:
        return nbformat.reads(content.decode("utf-8"), as_version=4)
    except Exception as error:  # whatever nbformat says of a damaged file
        raise CourseProblem(
            f"{path} is not a notebook that can be read: {error}. Next step: open it in JupyterLab, or restore it."
        ) from None
