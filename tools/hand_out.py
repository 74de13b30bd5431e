"""A learner's own folder: lessons in notebooks/, assignments in my-work/, the cheat sheet in docs/.

Working there edits no file of the course.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.reader import NotJSONError

ROOT = Path(__file__).resolve().parent.parent
SHEET = "docs/cheat-sheet.html"
#: folders and files, by their names in the learner's folder
GIVEN = {"notebooks": ROOT / "notebooks", "my-work": ROOT / "release", SHEET: ROOT / SHEET}
MEMORY = ".handed-out.json"  #: in the learner's folder: by path, what the course had when it was last put there


def hand_out(folder: Path) -> Iterator[str]:
    """Put lessons and assignments into a folder, and yield what a learner should hear about it, in sentences.

    What the learner has not edited is renewed when the course has a newer one; running a notebook is not editing it.
    What the learner has edited stays, and so does everything that does not come from here.
    """
    memory = folder / MEMORY
    before: dict[str, str] = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else {}
    now, new = {}, Counter[str]()
    for name, file in given():
        mine, now[name] = folder / name, fingerprint(file)
        if not mine.exists():
            new[name.partition("/")[0]] += name.endswith(".ipynb")
        elif name not in before or now[name] == before[name]:
            continue
        elif fingerprint(mine) != before[name]:
            yield f"{name} is newer in the course. You have edited yours, so it stays. For the new one, rename yours."
            continue
        else:
            yield f"{name} is renewed: the course has a newer one, and you had not edited yours."
        mine.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, mine)
    yield from (f"new in {place}/: {count}" for place, count in new.items() if count)
    memory.write_text(json.dumps(now, indent=1), encoding="utf-8")


def given() -> Iterator[tuple[str, Path]]:
    """All files that the course gives: path in the learner's folder, and the course's own."""
    for name, place in GIVEN.items():
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and not any(part in (".ipynb_checkpoints", "__pycache__") for part in file.parts):
                yield (Path(name) / file.relative_to(place)).as_posix(), file


def fingerprint(file: Path) -> str:
    """A hash of a file; of a notebook's cells alone, without what running them changes."""
    try:
        notebook = nbformat.read(file, as_version=4) if file.suffix == ".ipynb" else None
    except (NotJSONError, ValueError):  # half written by somebody, or damaged
        notebook = None
    content = json.dumps([[c.cell_type, c.source] for c in notebook.cells]).encode() if notebook else file.read_bytes()
    return hashlib.sha256(content).hexdigest()
