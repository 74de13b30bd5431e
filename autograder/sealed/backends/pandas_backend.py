"""pandas: frames, series, indexes, arrays and times cross by what they consist of, in both directions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.sealed.backends.backend import Backend, Reader, ValueEncoder


class PandasBackend(Backend):
    """The package `pandas`. Imports it where it is asked for something."""

    name = "pandas"
    may_grow = True
    comparisons = ("pandas._testing", re.compile(r"^(\[(index|left|right|diff)\]|At positional index).*", re.M | re.S))

    def carries(self, kind: type) -> bool:
        """pandas' own classes of data; a class derived from one stays with the answer."""
        from autograder.sealed.backends import pandas_parts

        return pandas_parts.carries(kind)

    def encode(self, encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
        """Its parts; None for what only looks at other data, or holds it in another library's arrays."""
        from autograder.sealed.backends import pandas_parts

        if id(value) in encoder.seen:
            return {"$": "seen", "v": encoder.seen[id(value)]}
        parts = pandas_parts.parts_of(value)
        if parts is None:
            return None
        return {"$": "pandas", "v": encoder.encode(parts, depth), "number": encoder.number(value)}

    def readers(self) -> Mapping[str, Reader]:
        """One tag for all of them."""
        from autograder.sealed.backends.pandas_made import made_of

        return {"pandas": lambda decoder, coded, depth: made_of(decoder.value(coded["v"], depth))}

    def names(self) -> Mapping[tuple[str, str], object]:
        """The classes that cross by value."""
        from autograder.sealed.backends import pandas_parts

        return {(kind.__module__, kind.__qualname__): kind for kind in pandas_parts.classes()}

    def reduce(self, value: Any, pickler: Any) -> Any:
        """By its parts. In pandas' own pickle are arrays, and a copy of a frame may share them."""
        from autograder.sealed.backends import pandas_made, pandas_parts

        parts = pandas_parts.parts_of(value)
        return NotImplemented if parts is None else (pandas_made.made_of, (parts,))

    def is_mutable(self, kind: type) -> bool:
        """Frames and series are."""
        import pandas

        return kind in (pandas.DataFrame, pandas.Series)

    def replace(self, value: Any, content: Any) -> None:
        """Begin anew: other rows, columns and types, without touching memory that a copy may share."""
        if type(value) is not type(content):
            raise TypeError(f"a {type(value).__name__} became a {type(content).__name__}")
        type(value).__init__(value, content)
        value.attrs = content.attrs
