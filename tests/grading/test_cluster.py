"""A cluster for real: a Dask scheduler and two workers, each in a network namespace with an address of its own.

The workers share nothing with the coordinator but TCP and the environment: their working folders are empty. One is
killed in the middle of the run. Needs root and `ip` (Debian's iproute2) to make namespaces.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bank import ROOT
from tests.machines import Machine, network
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

STUDENTS = 30


@pytest.fixture
def machines(tmp_path):
    with network(tmp_path, "scheduler", "one", "two") as made:
        yield made


def start_on(machine: Machine, *arguments: str) -> subprocess.Popen:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    # Schedulers and workers make dask-scratch-space there, and one that is killed leaves it behind.
    environment |= {"DASK_TEMPORARY_DIRECTORY": str(machine.folder)}
    return machine.start(sys.executable, "-m", f"distributed.cli.{arguments[0]}", *arguments[1:], env=environment)


def test_every_submission_is_graded_once_though_a_worker_is_killed(machines, tmp_path):
    course = make_course(tmp_path / "course")
    slow = "import time\ntime.sleep(0.5)\n"
    for number in range(STUDENTS):
        hand_in(
            course, f"s{number:02d}", {"double": slow + RIGHT["double"], "halve": [RIGHT, WRONG][number % 2]["halve"]}
        )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    scheduler, *workers = machines
    address = f"tcp://{scheduler.address}:8786"
    start_on(scheduler, "dask_scheduler", "--host", scheduler.address, "--no-dashboard")
    one, _ = (
        start_on(worker, "dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        for worker in workers
    )
    run = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--scheduler", wait_for_workers(address, 2)],
        cwd=course,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        wait_for_records(course, 4, run)
        os.killpg(one.pid, signal.SIGKILL)
        said, _ = run.communicate(timeout=300)
    finally:
        run.kill()
        run.wait()

    assert run.returncode == 0, said
    assert f"{STUDENTS} submissions graded, 0 unchanged, 0 need a look" in said
    rows = gradebook_content(course)
    scores = {row[0]: row[4] for row in rows if row[3] == "halve-any"}
    assert scores == {f"s{number:02d}": 3 - 3 * (number % 2) for number in range(STUDENTS)}
    assert list(temporary.iterdir()) == [], "the coordinator leaves nothing, Dask's folders included"
    assert (scheduler.folder / "dask-scratch-space").is_dir()


def wait_for_workers(address: str, count: int) -> str:
    from distributed import Client

    with Client(address, timeout=120) as client:
        client.wait_for_workers(count, timeout=120)
    return address


def wait_for_records(course: Path, count: int, run: subprocess.Popen) -> None:
    end = time.monotonic() + 240
    while len(list((course / ".autograder").rglob("*.json"))) < count:
        assert run.poll() is None, run.communicate()[0]
        assert time.monotonic() < end, "nothing was graded"
        time.sleep(0.1)
