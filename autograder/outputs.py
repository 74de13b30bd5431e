"""What a process says its cell showed becomes notebook outputs: checked, merged, bounded."""

import contextlib
import json

from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_output

MAX_TRACEBACK_LINES = 200


class CellOutputs:
    """Collects the outputs of one cell. Nothing that comes in is believed to be well formed."""

    def __init__(self, limit: int):
        self.limit, self.size = limit, 0
        self.outputs: list[NotebookNode] = []
        self.displays: dict[str, list[NotebookNode]] = {}
        self.clear_next = False
        self.cut = False

    def add(self, raw) -> None:
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

    def _add(self, kind, raw: dict) -> None:
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
        data = {mime: value for mime, value in _mapping(raw.get("data")).items() if _is_mime_value(mime, value)}
        metadata, name = _mapping(raw.get("metadata")), raw.get("display_id")
        if kind == "update_display_data":
            if self._fits(len(json.dumps(data))):
                for output in self.displays.get(str(name), []):
                    output.data, output.metadata = NotebookNode(data), NotebookNode(metadata)
            return
        output = new_output(kind, data=data, metadata=metadata)
        if kind == "execute_result":
            count = raw.get("execution_count")
            output.execution_count = count if type(count) is int else None
        if self._keep(output, len(json.dumps(data))) and isinstance(name, str):
            self.displays.setdefault(name, []).append(output)

    def _stream(self, name: str, text: str) -> None:
        if not self._fits(len(text)):
            return
        if self.outputs and self.outputs[-1].output_type == "stream" and self.outputs[-1].name == name:
            self.outputs[-1].text += text
        elif text:
            self.outputs.append(new_output("stream", name=name, text=text))

    def _keep(self, output: NotebookNode, size: int) -> bool:
        if not self._fits(size):
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
    text = f"\x1b[31m{name}\x1b[39m: {message}" if message else f"\x1b[31m{name}\x1b[39m"
    return new_output("error", ename=name, evalue=message, traceback=[text])


def _text(value) -> str:
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode()


def _mapping(value) -> dict:
    return value if isinstance(value, dict) and all(isinstance(key, str) for key in value) else {}


def _is_mime_value(mime: str, value) -> bool:
    if mime.startswith("application/") and mime.endswith("json"):
        return True
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(line, str) for line in value))
