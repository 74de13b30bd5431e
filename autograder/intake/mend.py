"""Mend what no notebook may hold and grading does not need: fields of wrong kinds, depth, ids, halves of characters.

Grading needs each cell's kind, text and nbgrader's marks; whatever else is damaged is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

CELL_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")  # Source: nbformat's schema of version 4.5
HALF = re.compile("[\ud800-\udfff]")  #: one half of a character that UTF-16 writes as two; no file can hold it
INSTEAD = "\ufffd"
DEEPEST = 100  #: levels; a cell's text lies on the fourth, and libraries that read a notebook call themselves for each
LONGEST_NUMBER = 4_000  #: digits; Source: sys.int_info.default_max_str_digits is 4,300
MOST_BRACKETS = 2_000_000  #: in a text whose depth is cut before it is read
BRACKETS = re.compile(r'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)|[\[\]{}]', re.S)
KINDS = ("code", "markdown", "raw")
#: of a notebook's metadata, what nbformat's schema asks of a key: its kind, and the texts that it must and may have
KNOWN: dict[str, tuple[type[Any], tuple[str, ...], tuple[str, ...]]] = {
    "kernelspec": (dict, ("name", "display_name"), ()),
    "language_info": (dict, ("name",), ("file_extension", "mimetype", "pygments_lexer")),
    "orig_nbformat": (int, (), ()),
    "title": (str, (), ()),
    "authors": (list, (), ()),
}


def mended(text: str) -> str:
    """The JSON of a damaged notebook without its damages; the text itself when it is no notebook of version 4.

    Raises what json raises for a text that is no JSON at all.
    """
    try:
        notebook = json.loads(text, parse_int=whole_number)
    except RecursionError:
        notebook = json.loads(shallow(text), parse_int=whole_number)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not any(isinstance(cell, dict) for cell in cells):
        return text
    if not is_number(notebook.get("nbformat", 4)):
        notebook["nbformat"] = 4
    if notebook.setdefault("nbformat", 4) != 4:
        return text
    mend(notebook)
    return json.dumps(notebook)


def mend(notebook: dict[str, Any]) -> None:
    """Put right what can be left out or made anew, in place; what cells say and nbgrader's marks stay as they are."""
    if not is_number(notebook.get("nbformat_minor", 5)):
        notebook["nbformat_minor"] = 5
    notebook.setdefault("nbformat_minor", 5)
    metadata = notebook["metadata"] = as_dict(notebook, "metadata")
    for key in [key for key, value in metadata.items() if not is_as_known(key, value)]:
        del metadata[key]
    notebook["cells"] = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    for number, cell in enumerate(notebook["cells"]):
        mend_cell(cell)
        if "id" in cell and not (isinstance(cell["id"], str) and CELL_ID.fullmatch(cell["id"])):
            cell["id"] = f"mended-{number}"
    for holder, key, value in places(notebook):
        if isinstance(value, str) and HALF.search(value):
            holder[key] = HALF.sub(INSTEAD, value)
        if isinstance(key, str) and HALF.search(key):
            holder[HALF.sub(INSTEAD, key)] = holder.pop(key)


def mend_cell(cell: dict[str, Any]) -> None:
    """Give a cell the fields of its kind. Outputs that were handed in are not looked at: every cell runs again."""
    if cell.get("cell_type") not in KINDS:
        cell["cell_type"] = "raw"
    source = cell.get("source")
    if isinstance(source, list):
        cell["source"] = "".join(line for line in source if isinstance(line, str))
    elif not isinstance(source, str):
        cell["source"] = ""
    cell["metadata"] = as_dict(cell, "metadata")
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
        cell.pop("attachments", None)
        return
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)
    if "attachments" in cell:
        found = cell["attachments"] = as_dict(cell, "attachments")
        for name in [name for name, bundle in found.items() if not is_bundle(bundle)]:
            del found[name]


def places(notebook: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Every value below a notebook, with what holds it and its key there; what lies too deep is emptied first."""
    waiting: list[tuple[Any, int]] = [(notebook, 1)]
    while waiting:  # no recursion: metadata may be nested deeply
        holder, depth = waiting.pop()
        for key, value in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(value, dict | list):
                if depth == DEEPEST:
                    value.clear()
                waiting.append((value, depth + 1))
            yield holder, key, value


def is_deep(notebook: dict[str, Any]) -> bool:
    """Does anything lie deeper than libraries can be trusted to read? How deep they can depends on Python's version."""
    level: list[Any] = [notebook]
    for _ in range(DEEPEST + 1):
        parts = (value for holder in level for value in (holder.values() if isinstance(holder, dict) else holder))
        level = [value for value in parts if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def shallow(text: str) -> str:
    """A JSON text with null in the place of what lies too deep to be read."""
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        return text
    pieces, depth, at = [], 0, 0
    for found in BRACKETS.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
            if depth == DEEPEST + 1:
                pieces += [text[at : found.start()], "null"]
        elif found[0] in ("]", "}"):
            if depth == DEEPEST + 1:
                at = found.end()
            depth -= 1
    return "".join([*pieces, text[at:]])


def whole_number(digits: str) -> int | None:
    """A number as JSON writes it; None when Python refuses to read one so long."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def as_dict(holder: dict[str, Any], key: str) -> Any:
    """What a field holds if that is a dict, else an empty one of the same kind as its holder."""
    value = holder.get(key)
    return value if isinstance(value, dict) else type(holder)()


def is_number(value: object) -> bool:
    """Is it a version's number? JSON's true and NaN are none."""
    return type(value) is int and value >= 0


def is_as_known(key: str, value: Any) -> bool:
    """May a notebook's metadata hold this? A key that the format does not know may hold anything."""
    if key not in KNOWN:
        return True
    kind, needed, possible = KNOWN[key]
    if type(value) is bool or not isinstance(value, kind):
        return False
    texts = [value.get(name) for name in needed] if needed else []
    texts += [value[name] for name in possible if name in value]
    if key == "language_info" and not isinstance(value.get("codemirror_mode", ""), str | dict):
        return False
    if key == "authors" and not all(isinstance(author, dict) for author in value):
        return False
    return all(isinstance(text, str) for text in texts)


def is_bundle(value: object) -> bool:
    """Is it data by media type, as an attachment has to be?"""
    return isinstance(value, dict) and all(
        isinstance(data, str) or (isinstance(data, list) and all(isinstance(line, str) for line in data))
        for data in value.values()
    )
