"""Names of the notebook that stand for data, of which a test has copies: what an answer does to them is sent there."""

from __future__ import annotations

import collections
import json
from typing import Any

from autograder.sealed.student.changes import FIXED
from autograder.sealed.values import contents
from autograder.sealed.values.encode import Encoder, World

LARGEST = 16 << 10  #: bytes of a value that is looked at after every call; a larger one stays as the test last saw it


class SharedNames:
    """The names that the test which runs now has read, if they stand for small data."""

    def __init__(self, world: World, space: dict[str, Any]):
        self.world, self.space = world, space
        #: by name: the value, and its picture as the tests have it
        self.known: dict[str, tuple[Any, tuple[str, bytes]]] = {}

    def begin(self, sizes: dict[str, int], coded: dict[str, Any]) -> list[str]:
        """Follow those of these names that stand for small data; returns them.

        sizes: the names, and how many raw bytes the value of each takes; coded: their values' JSON
        """
        self.known = {}
        for name, size in sizes.items():
            value = self.space[name]
            if not callable(value) and not _is_handle(coded[name]) and size + len(json.dumps(coded[name])) <= LARGEST:
                self.known[name] = value, self._picture(value)
        return list(self.known)

    def changed(self, encoder: Encoder, given: list[Any]) -> list[list[Any]]:
        """What is not as the tests have it: [name, is it still the same object?, its value]; or [name] for a deleted
        name.

        given: the arguments. A name never stands for one that can be given new content: the test's own would change.
        """
        if not self.known:
            return []
        apart = Encoder(self.world, {id(v): number for number, v in enumerate(given) if not contents.can_replace(v, v)})
        apart.chunks, apart.offset, apart.told = encoder.chunks, encoder.offset, encoder.told
        found: list[list[Any]] = []
        for name, (then, picture) in list(self.known.items()):
            if name not in self.space:
                del self.known[name]
                found.append([name])
                continue
            now = self.space[name]
            if (now is then and type(now) in FIXED) or callable(now):
                continue
            try:
                after = self._picture(now)
            except Exception:  # changed by a thread just now, say: the call's own result counts all the same
                continue
            self.known[name] = now, after
            if after != picture:
                found.append([name, now is then, apart.encode(now)])
            if sum(map(len, after)) > LARGEST:
                del self.known[name]
        encoder.offset = apart.offset
        return found

    def take(self, changes: dict[str, Any]) -> None:
        """What the test did to its copies. Containers last: what they hold may be under another name as well."""
        for name, content in sorted(changes.items(), key=lambda item: isinstance(item[1], list | dict)):
            then, _ = self.known.get(name, (None, None))
            if name in self.known and self.space.get(name) is then and contents.can_replace(then, content):
                contents.replace(then, self._with_own_parts(then, content))
                self.known[name] = then, self._picture(then)

    def _with_own_parts(self, then: Any, content: Any) -> Any:
        """New content, but the answer's own object for each part that the test left as it was: the answer may have
        another name for it."""
        if type(then) is list:
            own = collections.defaultdict(list)
            for part in reversed(then):
                own[self._picture(part)].append(part)
            return [same.pop() if (same := own.get(self._picture(part))) else part for part in content]
        if type(then) is dict:
            return {
                key: then[key] if key in then and self._picture(then[key]) == self._picture(part) else part
                for key, part in content.items()
            }
        return content

    def _picture(self, value: Any) -> tuple[str, bytes]:
        """Its encoding: as text, since 1, 1.0 and True are equal."""
        encoder = Encoder(self.world, copy=True)
        return json.dumps(encoder.encode(value)), b"".join(encoder.chunks)


def _is_handle(coded: Any) -> bool:
    return isinstance(coded, dict) and coded.get("$") == "handle"
