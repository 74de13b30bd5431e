"""Two distributions in one repository: each declares what it imports, and packs its own files and nothing else."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from bank import ROOT
from tools import bundle
from tools.environment import PROJECTS
from tools.lock import asked, read_project

COURSE, AUTOGRADER = PROJECTS
#: folders whose code is imported by its folder's name
OURS = {"autograder", "bank", "coursekit", "examples", "tests", "tools"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(project: Path) -> set[str]:
    return {canonical(name.partition("[")[0]) for name in asked(read_project(project))}


def modules(folder: Path) -> Iterator[Path]:
    """Python files, without answers of the bank, which are cells of notebooks."""
    for path in sorted(folder.rglob("*.py")):
        if path.parent.name not in ("right", "wrong", "hostile"):
            yield path


def imported(folder: Path) -> dict[str, str]:
    """The distributions that a folder's code imports, at the top of a file or later, each with a file that does."""
    owners, found = metadata.packages_distributions(), {}
    for path in modules(folder):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names} - OURS - sys.stdlib_module_names:
                if canonical(top) in pinned_beside(path):
                    continue
                assert top in owners, f"{path.relative_to(ROOT)} imports {top}, which no installed package has"
                found |= {canonical(owner): str(path.relative_to(ROOT)) for owner in owners[top]}
    return found


def pinned_beside(path: Path) -> set[str]:
    """What a file in the same folder pins for an environment of its own, as for a hub of several machines."""
    pins = path.with_name("requirements.txt")
    lines = pins.read_text(encoding="utf-8").splitlines() if pins.is_file() else []
    return {canonical(line.partition("==")[0]) for line in lines if "==" in line}


def test_everything_that_autograder_imports_is_declared_and_nothing_else():
    assert set(imported(AUTOGRADER)) | {"psycopg"} == declared(AUTOGRADER)  # SQLAlchemy imports psycopg by its name


@pytest.mark.parametrize("folder", sorted(OURS - {"autograder"}))
def test_everything_that_the_course_imports_is_declared(folder):
    missing = {name: path for name, path in imported(COURSE / folder).items() if name not in declared(COURSE)}
    assert missing == {}


@pytest.mark.parametrize("package", ["autograder", "coursekit"])
def test_the_list_of_packages_is_the_folders(package):
    project = AUTOGRADER if package == "autograder" else COURSE
    listed = read_project(project, "tool")["setuptools"]["packages"]
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / package).rglob("__init__.py")}
    assert sorted(listed) == sorted(".".join(folder.parts) for folder in folders)


def test_autograder_carries_the_licence_of_the_course():
    assert (AUTOGRADER / "LICENSE").read_bytes() == (COURSE / "LICENSE").read_bytes()


@pytest.mark.slow
def test_the_wheel_holds_autograder_and_nothing_else(tmp_path):
    wheel = build_wheel(tmp_path)

    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    top = {"README.md", "LICENSE", "pyproject.toml"}
    tracked = subprocess.run(
        ["git", "ls-files", "."], cwd=AUTOGRADER, capture_output=True, text=True, check=True
    ).stdout
    assert packed == {f"autograder/{name}" for name in tracked.splitlines() if name not in top}


def build_wheel(folder: Path) -> Path:
    """Build autograder's wheel from a copy, so that no build leaves anything in the package's own folder."""
    copy = folder / "autograder"
    shutil.copytree(AUTOGRADER, copy, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    return bundle.build(copy, folder / "wheels")
