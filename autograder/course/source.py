"""An assignment's source folder, read once a run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from autograder.course.faults import first_fault
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
            notebooks[path.removesuffix(".ipynb")] = parsed(folder / path, content)
        else:
            files[path] = content
    return Source(notebooks, files, digest.hexdigest())


def read_notebook(path: Path) -> NotebookNode:
    """One notebook of a source folder. Raises CourseProblem when grading cannot use it, and OSError."""
    return parsed(path, read_file(path, follow=True))


def parsed(path: Path, content: bytes) -> NotebookNode:
    """The notebook that a file of the source folder holds. Raises CourseProblem when grading cannot use it."""
    try:
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        said = first_fault(notebook)
    except Exception as error:  # whatever nbformat says of a damaged file
        if not (said := _fault_in_json(content)):
            raise CourseProblem(
                f"{path} is not a notebook that can be read: {error}. Next step: open it in JupyterLab, or restore it."
            ) from None
    if said:
        raise CourseProblem(f"{path}: {said}")
    return notebook


def _fault_in_json(content: bytes) -> str:
    """What is wrong with a notebook that nbformat cannot read, which names no cell; "" when nobody knows better."""
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return first_fault(notebook) if isinstance(notebook, dict) and notebook.get("nbformat") == 4 else ""
