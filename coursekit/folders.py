"""Temporary folders for the files of lessons and tests: gone when the program ends, however it ends."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX, LOCK = "restoring-models-", ".lock"


def new_folder() -> Path:
    """Make a new, empty folder. It is removed when this program ends; after a kill, by the next program that asks."""
    return Path(tempfile.mkdtemp(dir=_folder_of(os.getpid())))


@functools.cache
def _folder_of(process: int) -> Path:
    """The one folder of a process, in which all others lie. Forked copies of a process have folders of their own."""
    _sweep()
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{secrets.token_hex(4)}"
    # Held before the folder is there, and let go of by the system when the process ends: who can take it may sweep.
    lock = FileLock(f"{folder}{LOCK}", thread_local=False)
    lock.acquire()
    folder.mkdir(mode=0o700)

    def remove() -> None:
        if os.getpid() == process:
            _remove(folder, lock)

    atexit.register(remove)
    return folder


def _sweep() -> None:
    """Remove what killed programs left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if folder.name.endswith(LOCK):
            continue
        lock = FileLock(f"{folder}{LOCK}")
        try:
            lock.acquire(blocking=False)
        except (Timeout, OSError):  # in use, or somebody else's
            continue
        _remove(folder, lock)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()  # before its file goes: Windows removes no file that is open
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink()
