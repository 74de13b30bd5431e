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
        """The bytes of its database, also of what is not committed, and what it makes rows and texts of."""
        if not hasattr(value, "serialize"):  # Python was built with an SQLite that cannot
            return NotImplemented
        cursor = value.cursor()
        cursor.row_factory = None  # the test's own may want other columns
        is_empty = not cursor.execute("SELECT 1 FROM sqlite_master").fetchall()
        return _opened, (b"" if is_empty else value.serialize(), value.row_factory, value.text_factory)


def _opened(database: bytes, row_factory: Any, text_factory: Any) -> Any:
    import sqlite3

    made = sqlite3.connect(":memory:")
    if database:
        # In these two bytes a file in WAL mode says so, and a database in memory cannot be in it.
        made.deserialize(database[:18] + database[18:20].replace(b"\2", b"\1") + database[20:])
    made.row_factory, made.text_factory = row_factory, text_factory
    return made
