"""A learner's own folder: lessons in notebooks/, assignments in my-work/, the cheat sheet in docs/.

Working there edits no file of the course.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

KIT = Path(__file__).resolve().parent.parent
COURSE = KIT / "course" if (KIT / "course").is_dir() else KIT.parent  #: as the wheel packs it, or a clone
SHEET = "docs/cheat-sheet.html"
#: folders and files, by their names in the learner's folder
GIVEN = {"notebooks": COURSE / "notebooks", "my-work": COURSE / "release", SHEET: COURSE / SHEET}
MEMORY = ".handed-out.json"  #: in the learner's folder: by path, what the course had when it was last put there
Prints = dict[str, str]  #: by path in the learner's folder, the fingerprint of what the course has or had


def hand_out(folder: Path, given: dict[str, Path] | None = None) -> Iterator[str]:
    """Put lessons and assignments into a folder, and yield what a learner should hear about it, in sentences.

    given: folders and files, by their names there; GIVEN when None

    What the learner has not edited is renewed when the course has a newer one; running a notebook is not editing it.
    What the learner has edited stays. The newer one is then put beside it, so an assignment's notebook and the
    scenes.py that belongs to it stay together. What does not come from here stays, too.

    A run that is cut off at any moment loses nothing, and the next one finishes it: every file appears whole, and what
    was given is remembered last.
    """
    before = remembered(folder)
    now = dict(before)
    new = Counter[str]()
    for name, files in pieces(given or GIVEN).items():
        prints = {path: fingerprint(file) for path, file in files.items()}
        newer = any(prints[path] != before.get(path) for path in files)
        now |= prints
        if is_edited(folder, prints, before):
            if newer:
                there = beside(name, folder, prints, before)
                now |= put({path.replace(name, there, 1): file for path, file in files.items()}, folder)
                yield f"{name} is newer in the course. You have edited yours, so it stays. The new one is {there}."
                continue
        elif newer and any(path in before for path in files):
            yield f"{name} is renewed: the course has a newer one, and you had not edited yours."
        missing = [path for path in files if not (folder / path).exists()]
        new[name.partition("/")[0]] += any(path.endswith(".ipynb") for path in missing)
        put({path: files[path] for path in (missing if not newer else files)}, folder)
    yield from (f"new in {place}/: {number}" for place, number in new.items() if number)
    if now != before:
        write(json.dumps(now, indent=1).encode(), folder / MEMORY)


def pieces(given: dict[str, Path]) -> dict[str, dict[str, Path]]:
    """What is renewed as a whole, by name: each file of notebooks/, each folder of my-work/, the cheat sheet.

    Each has its files: by path in the learner's folder, the course's own.
    """
    found: dict[str, dict[str, Path]] = {}
    for place, source in given.items():
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            inside = file.relative_to(source)
            if file.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
                path = (Path(place) / inside).as_posix()
                name = f"{place}/{inside.parts[0]}" if place == "my-work" else path
                found.setdefault(name, {})[path] = file
    return found


def is_edited(folder: Path, prints: Prints, before: Prints) -> bool:
    """Whether a file there is neither what the course gave nor what it gives now."""
    mine = {path: folder / path for path in prints if (folder / path).exists()}
    return any(fingerprint(file) not in (before.get(path), prints[path]) for path, file in mine.items())


def beside(name: str, folder: Path, prints: Prints, before: Prints) -> str:
    """A name for the newer one: "…-new", or with a number when the learner has edited that one as well."""
    stem, suffix = (name.removesuffix(".ipynb"), ".ipynb") if name.endswith(".ipynb") else (name, "")
    names = (f"{stem}-new{number}{suffix}" for number in chain([""], count(2)))

    def free(there: str) -> bool:
        moved = {path.replace(name, there, 1): said for path, said in prints.items()}
        return not is_edited(folder, moved, before)

    return next(filter(free, names))


def put(files: dict[str, Path], folder: Path) -> Prints:
    """Copy files of the course, but for those that are there already; returns their fingerprints."""
    for path, file in files.items():
        mine = folder / path
        if not mine.exists() or fingerprint(mine) != fingerprint(file):
            write(file.read_bytes(), mine)
    return {path: fingerprint(file) for path, file in files.items()}


def write(content: bytes, file: Path) -> None:
    """Let a file appear whole, or leave what is there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    part.replace(file)


def remembered(folder: Path) -> Prints:
    """What the course gave so far. Nothing when that is damaged: then all that is there counts as the learner's own."""
    try:
        found = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(path): str(said) for path, said in found.items()} if isinstance(found, dict) else {}


def fingerprint(file: Path) -> str:
    """A hash of a file; of a notebook's cells alone, without what running them changes."""
    content = file.read_bytes()
    if file.suffix == ".ipynb":
        with suppress(ValueError, LookupError, TypeError):  # half written by somebody, or damaged: then all of it
            cells = json.loads(content)["cells"]
            content = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells]).encode()
    return hashlib.sha256(content).hexdigest()
