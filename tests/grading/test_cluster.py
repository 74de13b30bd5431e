"""A cluster for real: a Dask scheduler and two workers, each in a network namespace with an address of its own.

The workers share nothing with the coordinator but TCP and the environment: their working folders are empty. One is
killed in the middle of the run. Needs root and `ip` (Debian's iproute2) to make namespaces.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bank import ROOT
from tests.small_course import ASSIGNMENT, RIGHT, WRONG, gradebook_content, hand_in, make_course

pytestmark = pytest.mark.slow

STUDENTS = 30
BRIDGE, NETWORK = f"ag{os.getpid() % 100000}", f"10.{os.getpid() % 200 + 20}.7"


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture
def hosts():
    """Three namespaces on one bridge; the coordinator's own address is .1, theirs .2 to .4."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and ip (Debian: iproute2)")
    names = [f"{BRIDGE}n{number}" for number in (2, 3, 4)]
    ip("link", "add", BRIDGE, "type", "bridge")
    try:
        ip("addr", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for number, name in enumerate(names, 2):
            ip("netns", "add", name)
            ip("link", "add", f"{BRIDGE}v{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("link", "set", f"{BRIDGE}v{number}", "master", BRIDGE, "up")
            ip("-n", name, "addr", "add", f"{NETWORK}.{number}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield names
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
        subprocess.run(["ip", "link", "del", BRIDGE], capture_output=True)


def start_on(host: str, folder: Path, *arguments: str) -> subprocess.Popen:
    folder.mkdir()
    command = ["ip", "netns", "exec", host, sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    # Schedulers and workers make dask-scratch-space there, and one that is killed leaves it behind.
    environment |= {"DASK_TEMPORARY_DIRECTORY": str(folder)}
    with open(folder / "log", "w", encoding="utf-8") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)


def test_every_submission_is_graded_once_though_a_worker_is_killed(hosts, tmp_path):
    course = make_course(tmp_path / "course")
    slow = "import time\ntime.sleep(0.5)\n"
    for number in range(STUDENTS):
        hand_in(
            course, f"s{number:02d}", {"double": slow + RIGHT["double"], "halve": [RIGHT, WRONG][number % 2]["halve"]}
        )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    address = f"tcp://{NETWORK}.2:8786"
    scheduler = start_on(hosts[0], tmp_path / "scheduler", "dask_scheduler", "--host", f"{NETWORK}.2", "--no-dashboard")
    one, two = (
        start_on(host, tmp_path / host, "dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        for host in hosts[1:]
    )
    try:
        run = subprocess.Popen(
            [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--scheduler", wait_for_workers(address, 2)],
            cwd=course,
            env=os.environ | {"TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        wait_for_records(course, 4, run)
        os.killpg(one.pid, signal.SIGKILL)
        said, _ = run.communicate(timeout=300)
    finally:
        for process in (scheduler, one, two):
            end_group(process)

    assert run.returncode == 0, said
    assert f"{STUDENTS} submissions graded, 0 unchanged, 0 need a look" in said
    rows = gradebook_content(course)
    scores = {row[0]: row[4] for row in rows if row[3] == "halve-any"}
    assert scores == {f"s{number:02d}": 3 - 3 * (number % 2) for number in range(STUDENTS)}
    assert list(temporary.iterdir()) == [], "the coordinator leaves nothing, Dask's folders included"
    assert (tmp_path / "scheduler" / "dask-scratch-space").is_dir()


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


def end_group(process: subprocess.Popen) -> None:
    for member in [*psutil.Process(process.pid).children(recursive=True)] if process.poll() is None else []:
        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended by itself in the meantime
            member.kill()
    if process.poll() is None:
        process.kill()
    process.wait()
