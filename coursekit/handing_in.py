"""Handing in what was meant: a blank notebook, or an older copy, is named. And a zip of an assignment."""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

MOST_COPIES = 1_000  #: notebooks that are looked at; a folder may hold any number
Answers = dict[str, tuple[str, bool]]  #: by the name of answer cells: what they say, and whether one is an answer


def what_is_wrong(named: Iterable[Path], work: Path) -> str:
    """Why these notebooks are probably not what the learner means to hand in; "" when they are.

    named: the assignment's notebooks
    work:  the folder with all of the learner's assignments; a copy may lie beside any of them, or one folder up

    A copy from the future says that a clock was wrong, not which one was saved last: saving again would never help.
    """
    notebooks = {path: answers_in(path) for path in named if path.is_file()}
    for path, answers in notebooks.items():
        for copy, others in copies_of(path, answers, work):
            if others != answers and path.stat().st_mtime < copy.stat().st_mtime <= time.time():
                return (
                    f"Not handed in: you have this assignment twice. You saved {copy.relative_to(work.parent)} last, "
                    f"but what you hand in is {path.relative_to(work.parent)}. Copy your answers into that one, or "
                    "save it again if it is the right one. Then hand in again."
                )
    if notebooks and not any(is_answer for answers in notebooks.values() for _, is_answer in answers.values()):
        where = ", ".join(str(path.relative_to(work.parent)) for path in notebooks)
        return f"Not handed in: {where} has no answer in it. Save your notebook there, then hand in again."
    return ""


def copies_of(notebook: Path, answers: Answers, work: Path) -> Iterator[tuple[Path, Answers]]:
    """Other notebooks with the same answer cells, in which something is answered."""
    places = chain(work.parent.glob("*.ipynb"), work.parent.glob("*/*.ipynb"), work.glob("*/*.ipynb"))
    for path in islice(places, MOST_COPIES):
        if path != notebook and not path.parent.name.startswith("."):
            found = answers_in(path)
            if found.keys() == answers.keys() and any(is_answer for _, is_answer in found.values()):
                yield path, found


def answers_in(path: Path) -> Answers:
    """What a notebook says in its answer cells; nothing when it cannot be read."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception:  # whatever a damaged file makes nbformat say
        return {}
    found: Answers = {}
    for cell in cells:
        if marks(cell).get("solution"):  # more than one of a name where the learner has copied the cell
            source, answered = found.get(name_of(cell), ("", False))
            found[name_of(cell)] = (source + cell.source, answered or is_answer(cell))
    return found


def name_of(cell: NotebookNode) -> str:
    """As the gradebook knows it."""
    return marks(cell).get("grade_id", "")


def is_answer(cell: NotebookNode) -> bool:
    """Whether the cell differs from the released one, whose checksum nbgrader keeps in it."""
    return marks(cell).get("checksum") != checksum(cell)


def checksum(cell: NotebookNode) -> str:
    """As nbgrader counts it, which need not be here: of the text, the kind, the marks, the name and the points."""
    mine = marks(cell)
    grade, solution = (mine.get(mark, False) for mark in ("grade", "solution"))
    locked = not solution and (grade or mine.get("locked", False))
    parts = [cell.source, cell.cell_type, grade, solution, locked, name_of(cell)]
    parts += [float(mine["points"])] if grade else []
    return hashlib.md5("".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def marks(cell: NotebookNode) -> dict[str, Any]:
    """What nbgrader has written into a cell's metadata."""
    found = cell.metadata.get("nbgrader")
    return found if isinstance(found, dict) else {}


# --- a zip --------------------------------------------------------------------------------------------------------


def pack(assignment: Path, file: Path) -> list[str]:
    """Put the files of an assignment's folder into a zip, and return their names. A zip that was there goes last.

    Hidden files, what Python and Jupyter keep for themselves, and links stay out.
    """
    inside = {path.relative_to(assignment): path for path in sorted(assignment.rglob("*"))}
    names = {
        path: in_unicode(name.as_posix())
        for name, path in inside.items()
        if path.is_file() and not path.is_symlink() and not any(part.startswith((".", "__")) for part in name.parts)
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for path, name in names.items():
            archive.write(path, name)
    part.replace(file)
    return list(names.values())


def in_unicode(name: str) -> str:
    """A file's name as a zip can hold it: what no character stands for, as in names that an old zip left, becomes �."""
    return os.fsencode(name).decode("utf-8", errors="replace")
