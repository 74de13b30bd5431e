"""Run a command and measure it: seconds, processor time, memory; and how quiet this machine is."""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Run:
    """One command."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int  #: of all its processes together; shared pages count once
    own_peak_bytes: int  #: of the command's own process, the coordinator of `autograder grade`


def timed(course: Path, module: str, *arguments: str) -> Run:
    """Run a command in a course folder. Raises RuntimeError with its last words when it fails."""
    before, start = psutil.Process().cpu_times(), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], cwd=course, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = Peak(process.pid)
    try:
        said, _ = process.communicate()
        seconds, after = time.monotonic() - start, psutil.Process().cpu_times()
    finally:
        process.kill()  # it is over, unless the bench was stopped
        process.wait()
        most = peak.stop()
    if process.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)}: {said.decode(errors='replace')[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, used, *most)


LOOP = "import time; start = time.monotonic(); sum(range(20_000_000)); print(time.monotonic() - start)"


def side_by_side(rounds: int = 5) -> float:
    """How many times as long a loop takes when another one runs beside it; the median of some rounds.

    About 1 on two quiet processors. More where they share a core, or work for somebody else too: the sealed grader,
    which uses both, then looks slower beside stock nbgrader than it is.
    """

    def seconds(loops: int) -> float:
        running = [subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE) for _ in range(loops)]
        return statistics.mean(float(loop.communicate()[0]) for loop in running)

    return statistics.median(seconds(2) / seconds(1) for _ in range(rounds))


class Peak:
    """Watches the memory of a process once a second, and of all its children together every five seconds.

    The kernel walks through all pages of a process to find its share, and the process may wait meanwhile: looking at
    all of them every second made `autograder grade`, which has six processes, 2 to 3 % slower.
    """

    def __init__(self, pid: int):
        self.pid, self.bytes, self.own_bytes, self.over = pid, 0, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def stop(self) -> tuple[int, int]:
        self.over.set()
        self.thread.join()
        return self.bytes, self.own_bytes

    def _watch(self) -> None:
        for second in itertools.count(1):
            if self.over.wait(1):
                return
            try:
                process = psutil.Process(self.pid)
                self.own_bytes = max(self.own_bytes, process.memory_info().rss)
                if second % 5 == 2:
                    everyone = [process, *process.children(recursive=True)]
                    self.bytes = max(self.bytes, sum(map(proportional, everyone)))
            except psutil.NoSuchProcess:
                return


def proportional(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0
