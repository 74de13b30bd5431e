"""A zip that a student handed in, opened: a course's own tools may make one, and so do students."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

from autograder.course.files import list_folder, shown
from autograder.course_systems.archive import unpack
from autograder.intake.submission import TIMESTAMP
from autograder.sealed.errors import CourseProblem

ASIDE = ".unpacked"


def open_packed(folder: Path, file: str) -> tuple[list[str], list[str]]:
    """Put the files of a zip in a submission's folder beside it and remove it, when it holds a notebook.

    A single folder around all files is taken off. What lies in the folder already stays, and what may not be unpacked
    is left out, as with a course system's own zip; all files together have the bounds of one student.

    Returns the names of the files that came out, and sentences about what did not. OSError when the disk is full.
    """
    aside = folder / ASIDE
    try:
        left_out = unpack(folder / file, aside, lambda done, total: None, owner=lambda name: file)
    except CourseProblem:
        return [], []  # no zip, or a damaged one: it stays as it is, and grading says which notebook is missing
    try:
        found = {name: PurePosixPath(name) for name in list_folder(aside, ()).sizes} if aside.is_dir() else {}
        tops = {path.parts[0] for path in found.values()}
        if len(tops) == 1 and all(len(path.parts) > 1 for path in found.values()):
            found = {name: path.relative_to(path.parts[0]) for name, path in found.items()}
        if not any(path.suffix == ".ipynb" and len(path.parts) == 1 for path in found.values()):
            return [], []
        (folder / file).unlink()
        come = []
        for name, path in found.items():
            target = folder / path
            if path.as_posix().casefold() == TIMESTAMP:
                left_out[name] = "a student's own time says nothing"
            elif target.exists():
                left_out[name] = "the submission has that file already"
            elif any(above.is_file() for above in target.parents):
                left_out[name] = "the submission has a file where its folder belongs"
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                (aside / name).rename(target)
                come.append(path.as_posix())
        return come, [f"{shown(file)}: {shown(name)} was left out: {why}." for name, why in left_out.items()]
    finally:
        shutil.rmtree(aside, ignore_errors=True)
