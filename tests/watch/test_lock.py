"""One service for a course: a second one is told from a disk that cannot say whether there is one."""

from __future__ import annotations

import errno
import fcntl

import pytest

from autograder.sealed.errors import CourseProblem
from autograder.watch.lock import locked


def test_a_lock_that_is_held_is_a_sentence(tmp_path):
    with locked(tmp_path / "watch.lock"), pytest.raises(CourseProblem, match="watched already"):
        locked(tmp_path / "watch.lock").__enter__()


def test_a_disk_that_locks_no_files_is_no_second_service(tmp_path, monkeypatch):
    def refuse(file, how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)

    with pytest.raises(OSError, match="No locks available"):
        locked(tmp_path / "watch.lock").__enter__()
