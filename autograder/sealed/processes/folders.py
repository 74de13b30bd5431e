"""Temporary folders: each says whether its owner still runs, so that what a killed run left is swept by the next."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

import platformdirs

PREFIX, LOCK = "autograder-", "owner"


def make_folder() -> tuple[str, int]:
    """Make a temporary folder; returns it, and a file descriptor that marks it as in use while it is open.

    The mark goes with the process that holds it, however that ends.
    """
    folder = tempfile.mkdtemp(prefix=PREFIX)
    lock = os.open(f"{folder}/{LOCK}.new", os.O_CREAT | os.O_WRONLY, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.rename(f"{folder}/{LOCK}.new", f"{folder}/{LOCK}")  # from here on it can be taken for abandoned
    return folder, lock


def sweep() -> None:
    """Remove the folders of this account whose owners are gone."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                remove_if_abandoned(entry.path)


def remove_if_abandoned(folder: str, seconds: float = 0.0) -> None:
    """Remove a folder of make_folder() if its owner is gone, or goes within some seconds."""
    deadline = time.monotonic() + seconds
    try:
        if os.stat(folder).st_uid != os.geteuid():
            return
        lock = os.open(f"{folder}/{LOCK}", os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return
                time.sleep(0.02)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def font_cache() -> Path | None:
    """Where matplotlib keeps its list of fonts, which takes seconds to make; None where nothing can be kept."""
    cache = platformdirs.user_cache_path("autograder", appauthor=False) / "matplotlib"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return cache if os.access(cache, os.W_OK) else None
