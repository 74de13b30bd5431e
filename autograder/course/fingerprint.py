"""What a grade depends on, as one number: a submission is run again only when something of it changed."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

from nbformat import NotebookNode
from traitlets.config import LazyConfigValue

from autograder.course.folder import Course
from autograder.sealed.plan.names import parse


class Digest(Protocol):
    """What hashlib's objects are, which have no public type."""

    def update(self, data: bytes, /) -> object:
        """Hash these bytes after all before."""


def fingerprint(course: Course, assignment: str, handed_in: str, gradebook: str) -> str:
    """Hash a submission, its assignment, the settings, and the code that grades.

    handed_in: what the student handed in, as a hash
    gradebook: what the gradebook says that decides the grade: cells and points, the due date, the student's extension
    """
    parts = [assignment_fingerprint(course, assignment), handed_in, gradebook]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@lru_cache
def assignment_fingerprint(course: Course, assignment: str) -> str:
    """Hash what a grade depends on besides the submission and the gradebook."""
    source = course.sources(assignment)
    written = [cell_sources(notebook) for notebook in source.notebooks.values()]
    written += [[content.decode("utf-8", "replace")] for path, content in source.files.items() if path.endswith(".py")]
    imports = frozenset().union(*map(imported_names, written))
    here = json.dumps(str(course.root))[1:-1]  # a course that was moved or copied is the same course
    digest = hashlib.sha256(json.dumps(course.config, default=as_json).replace(here, ".").encode())
    digest.update(source.digest.encode())
    digest.update((course.root / "nbgrader_config.py").read_bytes())
    digest.update(f"{sys.version} {versions(imports)}".encode())
    for path in [*package_files(Path(__file__).parents[1]), *own_modules(imports)]:
        add_folder(digest, path)
    return digest.hexdigest()


def versions(imports: Iterable[str]) -> list[str]:
    """The versions of what grades, and of what the assignment's own code imports, as far as it is installed."""
    names = {"ipython", "nbconvert", "nbgrader", "numpy", "torch"} | set(imports)
    found = {name: next(iter(metadata.Distribution.discover(name=name)), None) for name in names}
    return sorted(f"{name} {distribution.version}" for name, distribution in found.items() if distribution is not None)


def package_files(folder: Path) -> list[Path]:
    """The code of an installed package: what is left of a build beside it, or its README, decides no grade."""
    packages = [path for path in sorted(folder.iterdir()) if (path / "__init__.py").is_file()]
    return sorted(folder.glob("*.py")) + packages


def own_modules(imports: Iterable[str]) -> list[Path]:
    """Folders or files of imported modules that are not installed packages.

    Such a module is part of the course: its checks decide grades. Installed ones change with the environment.
    """
    specs = [importlib.util.find_spec(name) for name in sorted(imports)]
    origins = [Path(spec.origin) for spec in specs if spec is not None and spec.origin not in (None, "built-in")]
    own = [path for path in origins if "site-packages" not in path.parts]
    return [path.parent if path.name == "__init__.py" else path for path in own]


def as_json(setting: object) -> object:
    """A setting that JSON has no form for, the same in every process: no address in memory, no order of a set."""
    if isinstance(setting, LazyConfigValue):  # a list or set that a course adds to
        return setting.to_dict()
    if isinstance(setting, set | frozenset):
        return sorted(setting, key=str)
    if callable(setting):  # its code stands in a file of the course, or is installed
        named = setting if hasattr(setting, "__qualname__") else type(setting)
        return f"{named.__module__}.{named.__qualname__}"
    return str(setting)


def cell_sources(notebook: NotebookNode) -> list[str]:
    """The code of a notebook."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def imported_names(written: Iterable[str]) -> frozenset[str]:
    """The top-level modules that code imports, without the standard library."""
    names = set()
    for code in written:
        try:
            tree = parse(code)
        except (SyntaxError, ValueError):  # a magic, a cell that is meant to fail, a file that is no text
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return frozenset(names - {"__main__", *sys.stdlib_module_names})


def folder_fingerprint(*paths: Path) -> str:
    """Hash the names and contents of all files below some folders."""
    digest = hashlib.sha256()
    for path in paths:
        add_folder(digest, path)
    return digest.hexdigest()


def add_folder(digest: Digest, path: Path) -> None:
    """Add the names and contents of all files below `path`, or of the one file it is."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file() and not is_cache(p))
    for file in files:
        digest.update(os.fsencode(file.relative_to(path.parent)))  # a student's file may have a name that is no text
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())


def is_cache(path: Path) -> bool:
    """Is this a file that Python or Jupyter makes by itself?"""
    return "__pycache__" in path.parts or ".ipynb_checkpoints" in path.parts
