"""The temporary folders of lessons and tests: nothing is left, however a program ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

WORK = """
from coursekit.checkpoints import random_checkpoint
from coursekit.folders import new_folder
(new_folder() / "a" / "b").mkdir(parents=True)
random_checkpoint(1)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def start(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["", "raise ValueError", "raise KeyboardInterrupt", "import sys; sys.exit(3)"])
def test_a_program_that_ends_leaves_nothing(temporary, ending):
    start(WORK + ending).wait()

    assert not list(temporary.iterdir())


@pytest.mark.slow
def test_a_kernel_that_is_shut_down_leaves_nothing(temporary):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(WORK)])

    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(temporary)}}).execute()

    assert not [path for path in temporary.iterdir() if path.name.startswith("restoring-models-")]


@pytest.mark.slow
def test_the_next_program_sweeps_what_a_killed_one_left_and_nothing_of_one_that_runs(temporary):
    runs, killed = (start(WORK + "print('there', flush=True); import time; time.sleep(600)") for _ in range(2))
    try:
        for program in (runs, killed):
            assert program.stdout and program.stdout.readline() == "there\n"
        before = folders(temporary)
        killed.send_signal(signal.SIGKILL)
        killed.wait()

        start(WORK).wait()

        assert len(before) == 2
        assert len(folders(temporary)) == 1
        assert len(list(temporary.iterdir())) == 2  # with its lock
    finally:
        for program in (runs, killed):
            program.kill()
            program.wait()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_copy_neither_removes_nor_uses_the_folder_of_its_original(temporary):
    forking = """
import os, sys
pid = os.fork()
if pid == 0:
    (new_folder() / "of the copy").touch()
    sys.exit()
os.waitpid(pid, 0)
print(len(list(mine.iterdir())))
"""
    program = start(WORK + "mine = new_folder()\n(mine / 'kept').touch()\n" + forking)

    assert program.communicate()[0] == "1\n"
    assert not list(temporary.iterdir())


def folders(temporary: Path) -> list[Path]:
    return [path for path in temporary.iterdir() if path.is_dir()]
