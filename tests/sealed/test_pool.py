"""A pool of grading processes: what it starts is gone when it closes, however its owner ends."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from autograder.sealed.errors import ParentProcessGone
from autograder.sealed.processes import folders
from autograder.sealed.processes.pool import Pool

NOTHING = ()  # nothing to preload: it starts faster
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_pool_that_nobody_asked_leaves_no_trace(temporary):
    with Pool():
        assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_closed_pool_leaves_neither_process_nor_folder(temporary):
    with Pool() as pool:
        with ThreadPoolExecutor(1) as thread:
            parents = [pool.parent(preload=NOTHING), thread.submit(pool.parent, preload=NOTHING).result()]
        processes = [psutil.Process(parent.pid) for parent in parents]
        processes += [child for process in processes for child in process.children(recursive=True)]
        assert len(processes) == 4 and len(list(temporary.iterdir())) == 1
    assert list(temporary.iterdir()) == []
    assert not any(process.is_running() for process in processes)


@pytest.mark.slow
def test_a_parent_is_kept_until_it_dies_or_another_import_is_asked_for():
    with Pool() as pool:
        first = pool.parent(preload=NOTHING)
        assert pool.parent(preload=NOTHING) is first
        more = pool.parent(imports=frozenset({"import bisect"}), preload=NOTHING)
        assert more is not first and pool.parent(preload=NOTHING) is more
        psutil.Process(more.pid).kill()
        while more.alive():
            time.sleep(0.01)
        assert pool.parent(preload=NOTHING) is not more


@pytest.mark.slow
def test_an_interrupted_pool_starts_nothing_until_the_interruption_is_over(temporary):
    with Pool() as pool:
        parent = pool.parent(preload=NOTHING)
        with pool.interrupted():
            while parent.alive():  # killed with the importer
                time.sleep(0.01)
            with pytest.raises(ParentProcessGone, match="interrupted"):
                pool.parent(preload=NOTHING)
        assert list(temporary.iterdir()) == []
        assert pool.parent(preload=NOTHING).alive()


@pytest.mark.slow
def test_a_forked_copy_of_the_owner_has_processes_of_its_own():
    with Pool() as pool:
        mine = pool.parent(preload=NOTHING)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            with os.fdopen(writer, "w") as pipe, pool:
                pipe.write(str(pool.parent(preload=NOTHING).pid))
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            theirs = int(pipe.read())
        os.waitpid(child, 0)
        assert theirs != mine.pid
        assert pool.parent(preload=NOTHING) is mine and mine.usage(1 << 40)["processes"] == 0


@pytest.mark.slow
def test_the_folder_of_a_killed_run_is_swept_by_the_next_and_that_of_a_living_one_is_not(temporary):
    mine, lock = folders.make_folder()
    stranger = temporary / "autograder-of-somebody"
    stranger.mkdir()
    program = (
        f"import sys, time; sys.path.insert(0, {str(REPOSITORY)!r}); from autograder.sealed.processes import folders; "
        "print(folders.make_folder()[0], flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(temporary)}
    )
    theirs = Path(owner.stdout.readline().strip())
    folders.sweep()
    assert theirs.is_dir()

    owner.kill()
    owner.wait()
    owner.stdout.close()
    folders.sweep()

    assert not theirs.exists() and Path(mine).is_dir() and stranger.is_dir()
    os.close(lock)
    folders.sweep()
    assert list(temporary.iterdir()) == [stranger]
