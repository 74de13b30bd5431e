"""What a test replaces in the answer's classes, and how it comes back."""

from __future__ import annotations

from typing import Any


class Replaced:
    """Sets and deletes attributes; of classes it remembers what was there.

    `mock.patch.object` and pytest's `monkeypatch` look into a class's `__dict__` for what they have to put back. A test
    has none of the answer's, so they delete what they set. Then it is as it was, a static method for example.
    """

    def __init__(self) -> None:
        self.before: dict[tuple[int, str], list[tuple[type, Any]]] = {}  # the classes are kept, since ids are

    def set(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute of anything."""
        if isinstance(target, type) and name in vars(target):
            self.before.setdefault((id(target), name), []).append((target, vars(target)[name]))
        setattr(target, name, value)

    def delete(self, target: Any, name: str) -> None:
        """Delete an attribute of anything; one of a class's own that a test set over another gives way to that."""
        if before := self.before.get((id(target), name)):
            _, value = before.pop()
            setattr(target, name, value)
        else:
            delattr(target, name)
