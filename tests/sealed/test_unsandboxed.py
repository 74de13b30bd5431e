"""Where a machine cannot isolate, and an instructor says that the code is trusted: two processes without a sandbox."""

import pytest

from autograder.sealed.errors import FilesRefused
from autograder.sealed.limits import Files
from tests.sealed.one import grade

pytestmark = pytest.mark.slow

ANSWER = "def f(): return open('own.txt').read() + open('data/given.txt').read()"
FILES = Files({"data/given.txt": b"2"}, {"own.txt": b"1"})


def test_a_submission_is_graded_with_its_files():
    done = grade("import os", ANSWER, ["assert f() == '12'", "assert f() == '3'"], files=FILES, unsandboxed=True)
    assert len(done.failures) == 1 and done.failures[0].startswith("AssertionError")


def test_a_file_that_cannot_be_written_is_named():
    with pytest.raises(FilesRefused, match="nnnn"):
        grade("import os", ANSWER, "assert f()", files=Files({}, {"n" * 300: b""}), unsandboxed=True)
