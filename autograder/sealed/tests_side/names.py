"""Names of the answer that stand for data, of which a test has copies: what a call does to them shows in the test."""

from __future__ import annotations

from typing import Any

from autograder.sealed.errors import MalformedReply
from autograder.sealed.values import arguments, contents
from autograder.sealed.values.decode import Decoder


class SharedNames:
    """The names that the cell which runs now has read from the answer, if they stand for small data.

    A name that the cell binds itself is its own from then on: neither side's value goes to the other.
    """

    def __init__(self, sender: arguments.Sender, space: dict[str, Any]):
        self.sender, self.space = sender, space
        #: by name: the value, and its bytes as the answer has it
        self.known: dict[str, tuple[Any, bytes | None]] = {}

    def begin(self, names: list[str], values: dict[str, Any]) -> None:
        """Follow these names."""
        self.known = {name: (values[name], self._bytes_of(values[name])) for name in names}

    def changed(self) -> dict[str, Any]:
        """What the test changed in its copies. From now on both sides have it."""
        found = self._changes()
        self.known |= found
        return {name: value for name, (value, _) in found.items()}

    def is_changed(self) -> bool:
        """Did the test change a copy since the answer was told last?"""
        return bool(self._changes())

    def _changes(self) -> dict[str, tuple[Any, bytes | None]]:
        """By name: the value, and its bytes now."""
        own = {name: value for name, (value, _) in self.known.items() if self.space.get(name) is value}
        now = {name: (value, self._bytes_of(value)) for name, value in own.items()}
        return {name: known for name, known in now.items() if known[1] not in (None, self.known[name][1])}

    def take(self, changes: Any, decoder: Decoder) -> None:
        """What the answer's names stand for now: [name, is it still the same object?, its value]; or [name]."""
        for name, *new in changes:
            if name not in self.known:
                raise MalformedReply("the answer changed a name that the test did not read")
            value, _ = self.known[name]
            is_answers = name in self.space and self.space[name] is value
            if not new:
                del self.known[name]
                if is_answers:
                    del self.space[name]
                continue
            is_same, content = bool(new[0]), decoder.decode(new[1])
            if callable(content):
                raise MalformedReply("the answer put a function into a name that stood for data")
            if not (is_same and _replace(value, content)) and is_answers:
                value = self.space[name] = content
            self.known[name] = value, self._bytes_of(value)

    def _bytes_of(self, value: Any) -> bytes | None:
        """None for what cannot travel: what a test does to it stays with the test."""
        try:
            return arguments.pack(value, self.sender)[0]
        except Exception:
            return None


def _replace(value: Any, content: Any) -> bool:
    """Give a value new content in place, where that is possible: other names of the test may stand for it."""
    if not contents.can_replace(value, content):
        return False
    try:
        contents.replace(value, content)
    except (TypeError, ValueError, RuntimeError):  # a tensor of another shape
        return False
    return True
