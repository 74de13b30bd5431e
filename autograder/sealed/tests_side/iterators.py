"""Generators and other iterators of the answer, as a test sees them."""

from __future__ import annotations

from typing import Any

from autograder.sealed.tests_side.signatures import Bridge


class RemoteIterator:
    """An iterator on the student's side, one item at a time."""

    def __init__(self, bridge: Bridge):
        self.bridge = bridge

    def __iter__(self) -> RemoteIterator:
        return self

    def __next__(self) -> Any:
        return self.bridge.do("operator", self, ("__next__",))


class RemoteGenerator(RemoteIterator):
    """A generator on the student's side: a test may tell it from another iterator, as a `collections.abc.Generator`."""

    def send(self, value: Any) -> Any:
        """See generator.send()."""
        return self.bridge.do("operator", self, ("send", value))

    def throw(self, error: BaseException) -> Any:
        """See generator.throw()."""
        return self.bridge.do("operator", self, ("throw", error))

    def close(self) -> None:
        """See generator.close()."""
        self.bridge.do("getattr", self, ("close",))()


#: by what the student's side calls them
KINDS: dict[str, type[RemoteIterator]] = {"iterator": RemoteIterator, "generator": RemoteGenerator}
