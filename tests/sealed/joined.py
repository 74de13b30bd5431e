"""Both halves of the bridge in one process, joined over a socketpair: no sandbox, no fork, any platform."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace

from autograder.sealed.limits import Limits
from autograder.sealed.student.bridge import StudentBridge
from autograder.sealed.tests_side.bridge import TrustedBridge


@contextlib.contextmanager
def joined(answer: dict[str, object], setup: dict[str, object] | None = None) -> Iterator[TrustedBridge]:
    """The tests' side of a bridge, whose other end serves the names of an answer in a thread.

    answer: what the answer's notebook binds
    setup:  classes and functions of setup cells, which both sides know by name
    """
    mine, theirs = socket.socketpair()
    shell = SimpleNamespace(user_ns=answer, loop_runner=asyncio.run)
    student = StudentBridge(theirs, shell, 1 << 30)
    tests = TrustedBridge(mine, Limits(), {})
    known = {("__main__", name): value for name, value in (setup or {}).items()}
    student.setup |= known
    tests.setup |= known
    server = threading.Thread(target=_serve, args=(student,), daemon=True)
    server.start()
    try:
        yield tests
    finally:
        mine.close()
        server.join(10)
        theirs.close()


def _serve(student: StudentBridge) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            student.serve_one()
