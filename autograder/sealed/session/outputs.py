"""What a process says its cell showed becomes notebook outputs: checked, merged, bounded."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_output

MAX_TRACEBACK_LINES = 200
MAX_DEPTH = 100  # of JSON in a MIME bundle; nbformat copies and writes it recursively
OVERHEAD = 64  # an output that shows nothing costs something too


class CellOutputs:
    """Collects the outputs of one cell, at most `limit` bytes. Nothing that comes in is believed to be well formed.

    Source of the format: https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs
    """

    def __init__(self, limit: int):
        self.limit, self.size = limit, 0
        self.outputs: list[NotebookNode] = []
        self.displays: dict[str, list[NotebookNode]] = {}
        self.clear_next = False
        self.cut = False

    def add(self, raw: object) -> None:
        """Add one output; what is malformed is dropped, what is too much is cut with a note."""
        if not isinstance(raw, dict) or self.cut:
            return
        kind = raw.get("output_type")
        if kind == "clear_output":
            self.clear_next = True
            if not raw.get("wait"):
                self._clear()
            return
        if self.clear_next:
            self._clear()
        # A dropped output costs the student nothing but itself.
        with contextlib.suppress(ValidationError):
            self._add(kind, raw)

    def _add(self, kind: Any, raw: dict) -> None:
        if kind == "stream":
            self._stream("stderr" if raw.get("name") == "stderr" else "stdout", _text(raw.get("text")))
        elif kind == "error":
            trace = raw.get("traceback")
            lines = [_text(line) for line in trace[:MAX_TRACEBACK_LINES]] if isinstance(trace, list) else []
            error = new_output("error", ename=_text(raw.get("ename"))[:200], evalue=_text(raw.get("evalue")))
            error.traceback = lines
            self._keep(error, len(error.evalue) + sum(map(len, lines)))
        elif kind in ("display_data", "execute_result", "update_display_data"):
            self._display(kind, raw)

    def error(self, name: str, message: str) -> None:
        """Add an error of the grader's own; never cut."""
        self.outputs.append(error_output(name, message))

    def _display(self, kind: str, raw: dict) -> None:
        data, metadata = _clean(_mapping(raw.get("data"))), _clean(_mapping(raw.get("metadata")))
        data = {mime: value for mime, value in data.items() if _is_mime_value(mime, value)}
        name, size = raw.get("display_id"), len(json.dumps([data, metadata]))
        if kind == "update_display_data":
            if self._fits(size):
                for output in self.displays.get(str(name)[:200], []):
                    output.data, output.metadata = NotebookNode(data), NotebookNode(metadata)
            return
        output = new_output(kind, data=data, metadata=metadata)
        if kind == "execute_result":
            count = raw.get("execution_count")
            output.execution_count = count if type(count) is int else None
        if self._keep(output, size) and isinstance(name, str):
            self.displays.setdefault(name[:200], []).append(output)

    def _stream(self, name: str, text: str) -> None:
        if not self._fits(len(text) if self._continues(name) else len(text) + OVERHEAD):
            return
        if self._continues(name):
            self.outputs[-1].text += text
        elif text:
            # Not new_output(): it asks the schema of a whole notebook about what is certainly a stream.
            self.outputs.append(NotebookNode(output_type="stream", name=name, text=text))

    def _continues(self, name: str) -> bool:
        return bool(self.outputs) and self.outputs[-1].get("name") == name

    def _keep(self, output: NotebookNode, size: int) -> bool:
        if not self._fits(size + OVERHEAD):
            return False
        self.outputs.append(output)
        return True

    def _fits(self, size: int) -> bool:
        self.size += size
        if self.size <= self.limit:
            return True
        self.cut = True
        note = f"\n[The rest of the output was cut: a cell may show {self.limit >> 10} KiB.]\n"
        self.outputs.append(new_output("stream", name="stdout", text=note))
        return False

    def _clear(self) -> None:
        self.outputs, self.displays, self.clear_next = [], {}, False


def error_output(name: str, message: str) -> NotebookNode:
    """An error as a student may see it: its kind and its message, and no line of anybody's code."""
    name, message = _text(name)[:200], _text(message)
    text = f"\x1b[31m{name}\x1b[39m: {message}" if message else f"\x1b[31m{name}\x1b[39m"
    return new_output("error", ename=name, evalue=message, traceback=[text])


def _text(value: object) -> str:
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode()


def _clean(value: Any, depth: int = 0) -> Any:
    """JSON that a file can hold: no half characters, no depth that breaks its reader."""
    if isinstance(value, str):
        return _text(value)
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_text(key): _clean(item, depth + 1) for key, item in value.items()}
    return value


def _mapping(value: object) -> dict:
    return value if isinstance(value, dict) and all(isinstance(key, str) for key in value) else {}


def _is_mime_value(mime: str, value: object) -> bool:
    if mime.startswith("application/") and mime.endswith("json"):
        return True
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(line, str) for line in value))


def show_score(outputs: list[NotebookNode], score: float) -> None:
    """Show this score as the result of a test: of 3 * 1.1, a little more than 3.3, nbgrader would take nothing."""
    for output in outputs:
        if output.output_type == "execute_result":
            output.data = {"text/plain": repr(score)}
