"""A submission's bytes: looked at before they are read, and read once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder.course.files import Listing, list_folder, read_file, shown
from autograder.intake.mend import is_deep, mended
from autograder.sealed.errors import NotANotebook, first_line
from autograder.sealed.limits import Files

#: what Python imports before a scenes.py beside it: a package scenes, a library scenes.so
HIDING = re.compile(r"([^/.]+)(?:/__init__\.[^/]+|\.(?:[^/]+\.)?(?:so|pyd|pyc))")
LARGEST = 64 << 20  #: bytes of a notebook file; more is nearly always the output of an endless loop
MOST_FILES = 10_000  #: files and folders beside the notebook; each is written four times until there is feedback
MOST_NAMED = 5  #: files that are named one by one
LONGEST_TIME = 100  #: characters; what dateutil takes for a long row of digits grows with its square
TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class HandedIn:
    """One submission as it lies in the submitted folder.

    notebooks: content by name, of the assignment's notebooks that could be read
    files:     what lies beside them, by relative path
    timestamp: when it was handed in, UTC; None when nothing that can be read says so
    problems:  by name of a notebook: why it cannot be graded
    notes:     sentences about what was left out
    """

    notebooks: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: datetime | None = None
    problems: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def digest(self) -> str:
        """A hash of everything that was read."""
        found = hashlib.sha256(json.dumps([self.problems, self.notes]).encode())
        for group in (self.notebooks, self.files):
            for path, content in group.items():
                found.update(f"{path} {len(content)} ".encode())
                found.update(content)
        return found.hexdigest()


def read_submission(
    folder: Path, names: Iterable[str], ignore: Iterable[str], most: int, link: Path | None = None
) -> HandedIn:
    """Read a submission's notebooks and the files beside them. Raises nothing about what a student handed in.

    names:  of the assignment's notebooks
    ignore: patterns of names that are left out silently
    most:   bytes that all files beside the notebooks may have together
    link:   what of the folder's own path is a link, so that all of it lies elsewhere
    """
    if link is not None:
        where = f"The folder {shown(str(link))} is a link, and links are not followed."
        said = f"{where} Next step: put the folder itself in its place."
        return HandedIn(problems=dict.fromkeys(names, said))
    listing = list_folder(folder, ignore, most=MOST_FILES)
    if not listing.is_whole:
        said = f"The submission has more than {MOST_FILES:,} files and folders. Remove what does not belong to it."
        return HandedIn(problems=dict.fromkeys(names, said))
    notebooks, files, problems = {}, {}, {}
    size = sum(size for path, size in listing.sizes.items() if not path.endswith(".ipynb"))
    if size > most:
        said = f"The files beside the notebook have {size / 1e6:,.0f} MB; {most / 1e6:,.0f} is the most. Remove some."
        return HandedIn(problems=dict.fromkeys(names, said))
    for name in names:
        path = f"{name}.ipynb"
        problems[name] = what_forbids_reading(folder, path, listing)
        if not problems[name]:
            try:
                notebooks[name] = read_file(folder / path)
            except OSError as error:
                problems[name] = f"{path} cannot be read: {error.strerror}."
    left_out = dict(listing.left_out)
    for path in listing.sizes:
        if not path.endswith(".ipynb"):
            try:
                files[path] = read_file(folder / path)
            except OSError as error:
                left_out[shown(path)] = f"it cannot be read ({error.strerror})"
    timestamp, unread = read_timestamp(files.get(TIMESTAMP))
    problems = {name: problem for name, problem in problems.items() if problem}
    return HandedIn(notebooks, files, timestamp, problems, (*notes_of(left_out, names), *unread))


def what_forbids_reading(folder: Path, path: str, listing: Listing) -> str:
    """Say in a sentence why a notebook's file is not even read; "" when it can be."""
    if path in listing.left_out:
        return f"{path} is not read: {listing.left_out[path]}. Hand in the file itself."
    if path not in listing.sizes:
        # restoring.ipynb.txt, too
        found = sorted(shown(other) for other in listing.sizes if ".ipynb" in other.lower())
        instead = f" It holds {', '.join(found[:MOST_NAMED])} instead." if found else ""
        return f"The submission has no file named {path}.{instead} It must keep the name it was released with."
    size = listing.sizes[path]
    if size > LARGEST:
        return f"{path} has {size / 1e6:,.0f} MB; {LARGEST / 1e6:,.0f} is the most. Clear its outputs and save it."
    return ""


def read_timestamp(content: bytes | None) -> tuple[datetime | None, tuple[str, ...]]:
    """When a submission was handed in, UTC, and a sentence when the file does not say it."""
    if content is None or not content.strip():
        return None, ()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding).strip()
        if len(text) <= LONGEST_TIME:
            return parse_utc(text), ()
    except Exception:  # whatever dateutil says of some text
        pass
    return None, (f"{TIMESTAMP} holds no time, so none is known. Write one like 2026-03-01 12:00:00 UTC.",)


def notes_of(left_out: dict[str, str], names: Iterable[str]) -> list[str]:
    """Sentences about files that are not used."""
    told = {path: why for path, why in sorted(left_out.items()) if path not in {f"{name}.ipynb" for name in names}}
    said = [f"{path} was left out: {why}." for path, why in list(told.items())[:MOST_NAMED]]
    if len(told) > MOST_NAMED:
        said.append(f"{len(told) - MOST_NAMED} more files were left out.")
    return said


def read_notebook(name: str, content: bytes) -> NotebookNode:
    """The notebook that a file holds. Raises NotANotebook with a sentence that says why it holds none."""
    text = ""
    try:
        text = content.decode("utf-8-sig")
        notebook = nbformat.reads(text, as_version=4)
        if notebook.metadata.get("orig_nbformat") != 2 and not is_deep(notebook):
            return notebook  # what has no version nbformat takes for version 1, and says 2
    except Exception:  # whatever a damaged notebook makes nbformat say
        pass
    try:
        notebook = nbformat.reads(mended(text), as_version=4)
    except Exception as error:
        raise NotANotebook(what_is_wrong(f"{name}.ipynb", content) or unreadable(name, error)) from None
    # In the old formats nbformat finds no cell.
    if notebook.metadata.get("orig_nbformat") == 2 and (said := what_is_wrong(f"{name}.ipynb", content)):
        raise NotANotebook(said)
    return notebook


def unreadable(name: str, error: Exception) -> str:
    """The sentence for a notebook that a library fails to read."""
    return f"{name}.ipynb is not a notebook that can be read: {first_line(error)}"


def what_is_wrong(file: str, content: bytes) -> str:
    """Say in a sentence why a file is no notebook; "" when it looks like one."""
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return f"{file} is not UTF-8 text (byte {error.start}), so it is no notebook."
    except (ValueError, RecursionError) as error:
        return f"{file} is not valid JSON, so it is no notebook: {error}."
    if not isinstance(notebook, dict) or not {"nbformat", "metadata"} <= set(notebook):
        return f"{file} is JSON, but not a notebook: it has no nbformat and metadata."
    if notebook["nbformat"] in (1, 2):
        return f"{file} has the old notebook format {notebook['nbformat']}. Open it in JupyterLab and save it."
    return ""


def files_beside(given: dict[str, bytes], handed_in: dict[str, bytes], theirs: Collection[str] = ()) -> Files:
    """What lies beside the notebooks: the instructor's files, and the submission's own.

    The instructor's file wins when both have one of a name, as in nbgrader, unless students may change it. So it
    does when both have a module of a name.
    theirs: the paths that they may change, `c.Autograde.exclude_overwriting` of the assignment
    """
    given = {path: content for path, content in given.items() if path not in theirs}
    modules = Files(given, {}).modules
    hiding = {path for path in handed_in if (found := HIDING.fullmatch(path)) and found[1] in modules}
    return Files(given, {path: content for path, content in handed_in.items() if path not in given.keys() | hiding})
