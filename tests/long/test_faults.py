"""`kill -9` at fifty random moments, and a full disk: a resumed run ends with the gradebook of an undisturbed one.

make faults
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

ROUNDS, KILLS, SUBMISSIONS = 10, 5, 20
COMMAND = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--workers", "2"]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Path:
    course = make_course(tmp_path_factory.mktemp("faults") / "course")
    for number in range(SUBMISSIONS):
        late = "2026-03-04 13:00:00 UTC" if number % 7 == 0 else "2026-03-01 12:00:00 UTC"
        slow = {"double": "import time\ntime.sleep(0.3)\n" + RIGHT["double"]}
        hand_in(course, f"s{number:02d}", [RIGHT, WRONG, RIGHT | slow][number % 3], late)
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory) -> tuple[list[tuple], float]:
    """The gradebook of a run that nothing disturbs, and how long the run takes."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("undisturbed") / "course")
    started = time.monotonic()
    subprocess.run(COMMAND, cwd=course, check=True, capture_output=True, timeout=600)
    return gradebook_content(course), time.monotonic() - started


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_runs_resume_to_the_same_gradebook(seed, handed_in, undisturbed, tmp_path):
    course = shutil.copytree(handed_in, tmp_path / "course")
    draw, (expected, seconds) = random.Random(seed), undisturbed
    graded = 0
    for _ in range(KILLS):
        kill_at_a_random_moment(course, draw, seconds)
        records = len(list((course / ".autograder").rglob("*.json"))) if (course / ".autograder").exists() else 0
        assert records >= graded  # what is graded stays graded
        graded = records

    done = subprocess.run(COMMAND, cwd=course, capture_output=True, text=True, timeout=600)

    assert done.returncode == 0, done.stderr
    said = f"{SUBMISSIONS - graded} submissions graded, {graded} unchanged"
    assert said in done.stdout or graded == SUBMISSIONS
    assert gradebook_content(course) == expected


def kill_at_a_random_moment(course: Path, draw: random.Random, seconds: float) -> None:
    """Start a run and kill the coordinator, or one of the processes below it; then nothing of the run is left."""
    run = subprocess.Popen(COMMAND, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(draw.uniform(0.2, seconds))
    below = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
    victim = run.pid if draw.random() < 0.5 or not below else draw.choice(below).pid
    with contextlib.suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    run.wait(timeout=300)
    _, alive = psutil.wait_procs(below, timeout=30)
    assert not alive, [process.cmdline() for process in alive]


def test_a_full_disk_is_said_and_the_run_resumes(handed_in, undisturbed, tmp_path):
    folder = tmp_path / "small-disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small file system needs root: mount -t tmpfs was refused")
    try:
        course = shutil.copytree(handed_in, folder / "course")
        ballast = course / "ballast"
        free = shutil.disk_usage(folder).free
        ballast.write_bytes(b"x" * max(free - 120_000, 0))

        full = subprocess.run(COMMAND, cwd=course, capture_output=True, text=True, timeout=600)
        ballast.unlink()
        subprocess.run(["mount", "-o", "remount,size=100m", str(folder)], check=True)
        resumed = subprocess.run(COMMAND, cwd=course, capture_output=True, text=True, timeout=600)

        assert full.returncode == 1
        assert "What is graded stays" in full.stderr and "Traceback" not in full.stderr
        assert resumed.returncode == 0, resumed.stderr
        assert gradebook_content(course) == undisturbed[0]
    finally:
        subprocess.run(["umount", str(folder)], check=True)
