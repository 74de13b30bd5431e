"""sqlite3: a test's connection as an argument. The answer gets one to a copy of the database."""

from __future__ import annotations

from typing import Any

from autograder.sealed.backends.backend import Backend


class SqliteBackend(Backend):
    """The module `sqlite3`. A connection of the answer stays there: a test never opens what an answer sends."""

    name = "sqlite3"

    def carries(self, kind: type) -> bool:
        """Connections, as arguments."""
        import sqlite3

        return kind is sqlite3.Connection

    def reduce(self, value: Any, pickler: Any) -> Any:
        """The bytes of its database, also of what is not committed, and whether its rows have names."""
        import sqlite3

        if not hasattr(value, "serialize"):  # Python was built with an SQLite that cannot
            return NotImplemented
        is_empty = not value.execute("SELECT 1 FROM sqlite_master").fetchall()
        return _opened, (b"" if is_empty else value.serialize(), value.row_factory is sqlite3.Row)


def _opened(database: bytes, named: bool) -> Any:
    import sqlite3

    made = sqlite3.connect(":memory:")
    if database:
        made.deserialize(database)
    made.row_factory = sqlite3.Row if named else None
    return made
