"""Stoppers by a notebook's structure: what is not JSON, not a notebook, too large, too deep, of wrong kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.stoppers.stopper import FULL, Stopper, cell_of, in_json, in_text, markdown

NO_JSON = "problem.ipynb is not valid JSON"
NO_UTF8 = "problem.ipynb is not UTF-8 text"
UNREADABLE = "problem.ipynb is not a notebook that can be read"


def setting(*path: str | int, to: object) -> Callable[[Path], None]:
    """Put a value at a place of the JSON document."""

    def change(notebook: Any) -> None:
        for key in path[:-1]:
            notebook = notebook[key]
        notebook[path[-1]] = to

    return in_json(change)


def without(key: str) -> Callable[[Path], None]:
    """The notebook without one of its fields."""
    return in_json(lambda notebook: notebook.pop(key))


def in_cells(key: str, value: object) -> Callable[[Path], None]:
    """Set a field of every cell."""
    return in_json(lambda notebook: [cell.update({key: value}) for cell in notebook["cells"]])


def more(*cells: object) -> Callable[[Path], None]:
    """Cells behind the last one."""
    return in_json(lambda notebook: notebook["cells"].extend(cells))


def code(source: object, outputs: object = ()) -> dict[str, Any]:
    """A code cell, as JSON."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "added",
        "metadata": {},
        "outputs": outputs,
        "source": source,
    }


def nested(depth: int) -> list:
    """A list in a list in a list."""
    made: list = []
    for _ in range(depth):
        made = [made]
    return made


def title_and_authors(notebook: dict[str, Any]) -> None:
    notebook["metadata"].update(title=[1], authors={"name": 7}, orig_nbformat="x")


def old_worksheets(notebook: dict[str, Any]) -> None:
    notebook["worksheets"] = [{"cells": notebook.pop("cells")}]
    notebook["nbformat"] = 3


def answer_as_markdown(notebook: dict[str, Any]) -> None:
    cell_of(notebook, "double")["cell_type"] = "markdown"


def deep(text: bytes) -> bytes:
    return text.replace(b'"metadata": {', b'"metadata": {"deep": ' + b"[" * 100_000 + b"]" * 100_000 + b", ", 1)


def deep_within_bounds(text: bytes) -> bytes:
    return text.replace(b'"metadata": {', b'"metadata": {"deep": ' + b"[" * 900 + b"]" * 900 + b", ", 1)


def twenty_thousand_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [markdown("x") for _ in range(20_000)]


def many_code_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [code("") for _ in range(2_000)]


def last_as(text: bytes, old: bytes, new: bytes) -> bytes:
    """Replace the last occurrence."""
    head, _, tail = text.rpartition(old)
    return head + new + tail


STREAM = {"output_type": "stream", "name": "stdout", "text": "x" * 1000 + "\n"}
NOTEBOOKS = [
    # text
    Stopper("empty-file", in_text(lambda text: b""), 0, NO_JSON),
    Stopper("truncated", in_text(lambda text: text[: len(text) // 2]), 0, NO_JSON),
    Stopper("zeros", in_text(lambda text: bytes(5_000_000)), 0, NO_JSON),
    Stopper("byte-order-mark", in_text(lambda text: b"\xef\xbb\xbf" + text), FULL),
    Stopper("latin-1", in_text(lambda text: text.replace(b"x / 2", b"x / 2  # h\xe9")), 0, NO_UTF8),
    Stopper("utf-16", in_text(lambda text: text.decode().encode("utf-16")), 0, NO_UTF8),
    Stopper("half-surrogate", in_text(lambda text: text.replace(b"x / 2", b"x / 2  # \\ud800")), FULL),
    Stopper("deep-json", in_text(deep), FULL),
    Stopper("deep-json-within-bounds", in_text(deep_within_bounds), FULL),
    Stopper("number-of-100000-digits", in_text(lambda text: last_as(text, b"5", b"5" * 100_000)), FULL),
    # structure
    Stopper("a-list", in_text(lambda text: b"[1, 2, 3]"), 0, "is JSON, but not a notebook"),
    Stopper("no-cells", without("cells"), 0, UNREADABLE),
    Stopper("cells-null", setting("cells", to=None), 0, UNREADABLE),
    Stopper("cells-of-wrong-kinds", setting("cells", to=[None, 7, "x", []]), 0, UNREADABLE),
    Stopper("nothing-but-a-version", in_text(lambda text: b'{"nbformat": 4, "metadata": {}}'), 0, UNREADABLE),
    Stopper("no-version", without("nbformat"), FULL),
    Stopper("no-metadata", without("metadata"), FULL),
    Stopper("version-3", in_json(old_worksheets), 0, UNREADABLE),
    Stopper("version-1", setting("nbformat", to=1), 0, "has the old notebook format 1"),
    Stopper("version-99", setting("nbformat", to=99), 0, UNREADABLE),
    Stopper("version-as-text", setting("nbformat", to="four"), FULL),
    Stopper("version-nan", setting("nbformat", to=float("nan")), FULL),
    Stopper("minor-version-huge", setting("nbformat_minor", to=10**300), FULL),
    Stopper("ids-doubled", in_cells("id", "same"), FULL),
    Stopper("ids-invalid", in_cells("id", "no id! " * 30), FULL),
    Stopper("ids-of-wrong-kind", in_cells("id", 7), FULL),
    Stopper("ids-missing", in_json(lambda notebook: [cell.pop("id") for cell in notebook["cells"]]), FULL),
    Stopper("metadata-nan", setting("metadata", "x", to=[float("nan"), float("inf")]), FULL),
    Stopper("metadata-of-cells-null", in_cells("metadata", None), FULL),
    Stopper("metadata-of-a-cell-wrong", more({**markdown("x"), "metadata": {"nbgrader": [1], "tags": 7}}), FULL),
    Stopper("kernel-of-wrong-kind", setting("metadata", "kernelspec", to=7), FULL),
    Stopper(
        "kernel-unknown",
        setting("metadata", "kernelspec", to={"name": "x/../y", "display_name": "R", "language": "R"}),
        FULL,
    ),
    Stopper("language-of-wrong-kind", setting("metadata", "language_info", to=[{}]), FULL),
    Stopper("widgets-of-wrong-kind", setting("metadata", "widgets", to={"application/x": 7}), FULL),
    Stopper("sources-null", in_cells("source", None), 0, "is not defined"),
    Stopper("unknown-kind-of-cell", more({**markdown("x"), "cell_type": "heading"}), FULL),
    Stopper("outputs-of-wrong-kinds", more(code("x = 1", [7, None, {"output_type": "stream"}])), FULL),
    Stopper("outputs-a-number", in_cells("outputs", 7), FULL),
    Stopper("outputs-deep", more(code("x = 1", [{**STREAM, "metadata": nested(900)}])), FULL),
    Stopper("metadata-of-a-cell-deep", more({**markdown("x"), "metadata": {"deep": nested(900)}}), FULL),
    Stopper("metadata-a-list", setting("metadata", to=[1]), FULL),
    Stopper("metadata-of-cells-a-number", more({**markdown("x"), "metadata": 7}), FULL),
    Stopper("title-and-authors-of-wrong-kinds", in_json(title_and_authors), FULL),
    Stopper("count-of-wrong-kind", in_cells("execution_count", ["one"]), FULL),
    Stopper("source-of-wrong-kinds", more(code(["x = 1\n", 7, None])), FULL),
    Stopper("minor-version-as-text", setting("nbformat_minor", to="five"), FULL),
    Stopper("cells-of-wrong-kinds-between", more(None, 7, "x", []), FULL),
    Stopper("outputs-of-markdown", more({**markdown("x"), "outputs": [STREAM]}), FULL),
    Stopper("answer-as-markdown", in_json(answer_as_markdown), FULL),
    # sizes and counts
    Stopper("cells-20000", in_json(twenty_thousand_cells), FULL),
    Stopper("code-cells-2000", in_json(many_code_cells), FULL),
    Stopper("output-of-40-mb", more(code("x = 1", [STREAM] * 40_000)), FULL),
    Stopper("source-of-20-mb", more(code("x = 1\n" * 3_000_000)), FULL),
    Stopper("markdown-of-20-mb", more(markdown("words " * 3_000_000)), FULL),
    Stopper("metadata-of-many-keys", setting("metadata", "x", to={str(key): key for key in range(500_000)}), FULL),
    # attachments
    Stopper("attachment-missing", more(markdown("![x](attachment:x.png)")), FULL),
    Stopper("attachments-null", more({**markdown("x"), "attachments": None}), FULL),
    Stopper("attachments-of-wrong-kind", more({**markdown("![x](attachment:x)"), "attachments": [7]}), FULL),
    Stopper("attachments-a-number", in_cells("attachments", 7), FULL),
    Stopper(
        "attachment-of-wrong-kinds", more({**markdown("x"), "attachments": {"a": 7, "b": {"image/png": [7]}}}), FULL
    ),
    Stopper("attachment-of-no-kind", more({**markdown("![x](attachment:x)"), "attachments": {"x": {}}}), FULL),
    Stopper(
        "attachment-of-20-mb",
        more({**markdown("![x](attachment:x)"), "attachments": {"x": {"image/png": "A" * 20_000_000}}}),
        FULL,
    ),
]
