"""What stands for stdin, stdout and stderr while cells run."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import NoReturn, Protocol

from IPython.core.error import StdinNotImplementedError

FLUSH_AT = 8192


class Emitter(Protocol):
    """A shell: it says at every moment where its outputs go."""

    emit: Callable[[dict], None]


class Stream(io.TextIOBase):
    """stdout or stderr: collects text and hands it on in pieces."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str, shell: Emitter, fd: int):
        self.name, self.shell, self.fd = name, shell, fd
        self.pieces: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        """Keep a text, or hand it on when there is enough; returns its length. TypeError for anything else."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        for start in range(0, len(text), FLUSH_AT):
            self.pieces.append(text[start : start + FLUSH_AT])
            self.size += len(self.pieces[-1])
            if self.size >= FLUSH_AT:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Hand on what is kept."""
        pieces, self.pieces, self.size = self.pieces, [], 0
        if pieces:
            self.shell.emit({"output_type": "stream", "name": self.name, "text": "".join(pieces)})

    def writable(self) -> bool:
        """It is."""
        return True

    def isatty(self) -> bool:
        """It is none: no colours, no progress bars that move."""
        return False

    def fileno(self) -> int:
        """Where C code and child processes print."""
        return self.fd


class NoInput(io.TextIOBase):
    """stdin: whoever asks for a line, as input() and getpass() do, is told that nobody answers."""

    encoding, errors = "utf-8", "replace"

    def readable(self) -> bool:
        """It is, as input() requires."""
        return True

    def readline(self, size: int | None = -1) -> NoReturn:
        """Raises StdinNotImplementedError, as a kernel without a frontend does."""
        raise StdinNotImplementedError(
            "input() was called, but nobody is there to answer while a notebook is graded. "
            "Set the value in the code instead."
        )

    read = readlines = __next__ = readline
