"""What a grade depends on, as one number: a submission is run again only when something of it changed."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import nbformat

from autograder.course.folder import Course, Submission


def fingerprint(course: Course, submission: Submission, gradebook: str) -> str:
    """Hash a submission's files, its timestamp, the assignment, the settings, and the code that grades.

    gradebook: what the gradebook says that decides the grade: cells and points, the due date, the student's extension
    """
    digest = hashlib.sha256()
    add_folder(digest, course.folder("submitted", submission))
    digest.update(assignment_fingerprint(course, submission.assignment).encode())
    digest.update(gradebook.encode())
    return digest.hexdigest()


def assignment_fingerprint(course: Course, assignment: str) -> str:
    return _assignment_fingerprint(course.root, course.source(assignment), json.dumps(course.config, default=str))


@lru_cache
def _assignment_fingerprint(root: Path, source: Path, config: str) -> str:
    digest = hashlib.sha256(config.encode())
    add_folder(digest, source)
    digest.update((root / "nbgrader_config.py").read_bytes())
    digest.update(f"{sys.version} {versions(source)}".encode())
    for path in package_files(Path(__file__).parents[1]):
        add_folder(digest, path)
    for path in own_modules(source):
        add_folder(digest, path)
    return digest.hexdigest()


def versions(source: Path) -> list[str]:
    """The versions of what grades, and of what the assignment's notebooks import, as far as it is installed."""
    names = {"ipython", "nbconvert", "nbgrader", "numpy", "torch"} | notebook_imports(source)
    found = {name: next(iter(metadata.Distribution.discover(name=name)), None) for name in names}
    return sorted(f"{name} {distribution.version}" for name, distribution in found.items() if distribution is not None)


def package_files(folder: Path) -> list[Path]:
    """The code of an installed package: what is left of a build beside it, or its README, decides no grade."""
    rooms = [path for path in sorted(folder.iterdir()) if (path / "__init__.py").is_file()]
    return sorted(folder.glob("*.py")) + rooms


def own_modules(source: Path) -> list[Path]:
    """Folders or files of the modules that a notebook imports and that are not installed packages.

    Such a module is part of the course: its checks decide grades. Installed ones change with the environment.
    """
    names = notebook_imports(source)
    specs = [importlib.util.find_spec(name) for name in sorted(names)]
    origins = [Path(spec.origin) for spec in specs if spec is not None and spec.origin not in (None, "built-in")]
    own = [path for path in origins if "site-packages" not in path.parts]
    return [path.parent if path.name == "__init__.py" else path for path in own]


@lru_cache
def notebook_imports(source: Path) -> frozenset[str]:
    """The top-level modules that the notebooks in a folder import, without the standard library."""
    names = {name for path in source.glob("*.ipynb") for name in imported_names(path)}
    return frozenset(names - set(sys.stdlib_module_names))


def imported_names(path: Path) -> set[str]:
    names = set()
    for cell in nbformat.read(path, as_version=4).cells:
        try:
            tree = ast.parse(cell.source) if cell.cell_type == "code" else ast.Module([])
        except SyntaxError:  # a magic, or a cell that is meant to fail
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


def folder_fingerprint(*paths: Path) -> str:
    """Hash the names and contents of all files below some folders."""
    digest = hashlib.sha256()
    for path in paths:
        add_folder(digest, path)
    return digest.hexdigest()


def add_folder(digest, path: Path) -> None:
    """Add the names and contents of all files below `path`, or of the one file it is."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file() and not is_cache(p))
    for file in files:
        digest.update(str(file.relative_to(path.parent)).encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())


def is_cache(path: Path) -> bool:
    return "__pycache__" in path.parts or ".ipynb_checkpoints" in path.parts
