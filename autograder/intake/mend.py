"""Mend what no notebook may hold and grading does not need: invalid cell ids, halves of characters."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode

CELL_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")  # Source: nbformat's schema of version 4.5
HALF = re.compile("[\ud800-\udfff]")  #: one half of a character that UTF-16 writes as two; no file can hold it
INSTEAD = "\ufffd"


def mend(notebook: NotebookNode) -> None:
    """Give each cell an id that the format allows, and put U+FFFD in the place of half a character, in place."""
    for number, cell in enumerate(notebook.cells):
        if "id" in cell and not (isinstance(cell.id, str) and CELL_ID.fullmatch(cell.id)):
            cell.id = f"mended-{number}"
    waiting: list[Any] = [notebook]
    while waiting:  # no recursion: metadata may be nested deeply
        holder = waiting.pop()
        for key, value in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(value, str) and HALF.search(value):
                holder[key] = HALF.sub(INSTEAD, value)
            elif isinstance(value, dict | list):
                waiting.append(value)
            if isinstance(key, str) and HALF.search(key):
                holder[HALF.sub(INSTEAD, key)] = holder.pop(key)
