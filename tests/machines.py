"""Machines of a network, on one: each has an address, a folder of its own, and sees no other's folder.

A machine is a network namespace on a bridge. That needs root and `ip` (Debian's iproute2).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

# Only its own folder is there for what runs on a machine: all others lie below an empty one.
ALONE = 'mount --bind "$1" /mnt && mount -t tmpfs none "$2" && mkdir -p "$1" && mount --move /mnt "$1" || exit; \
cd "$1" && shift 2 && exec "$@"'


@dataclass(frozen=True)
class Machine:
    """One of them."""

    namespace: str
    address: str
    folder: Path

    def inside(self, *arguments: str | Path) -> list[str]:
        """What starts a program there, which sees all folders: for the one that starts programs on other machines."""
        return ["ip", "netns", "exec", self.namespace, *map(str, arguments)]

    def command(self, *arguments: str | Path) -> list[str]:
        """What starts a program there, in the machine's folder."""
        return self.inside("sh", "-c", ALONE, "sh", self.folder, self.folder.parent, *arguments)

    def start(self, *arguments: str | Path, env: Mapping[str, str]) -> subprocess.Popen:
        """Start it; what it says is in the file `log` of the machine's folder."""
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            return subprocess.Popen(
                self.command(*arguments), env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip


@contextlib.contextmanager
def network(folder: Path, *names: str) -> Iterator[list[Machine]]:
    """Machines with these names, whose folders are made in this one; this process has the address .1 beside theirs."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and ip (Debian: iproute2)")
    bridge, net = f"ag{os.getpid() % 100000}", f"10.{os.getpid() % 200 + 20}.7"
    machines = [Machine(f"{bridge}n{number}", f"{net}.{number}", folder / name) for number, name in enumerate(names, 2)]
    ip("link", "add", bridge, "type", "bridge")
    try:
        ip("addr", "add", f"{net}.1/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        for number, machine in enumerate(machines, 2):
            machine.folder.mkdir()
            ip("netns", "add", machine.namespace)
            ip("link", "add", f"{bridge}v{number}", "type", "veth", "peer", "name", "eth0", "netns", machine.namespace)
            ip("link", "set", f"{bridge}v{number}", "master", bridge, "up")
            ip("-n", machine.namespace, "addr", "add", f"{machine.address}/24", "dev", "eth0")
            ip("-n", machine.namespace, "link", "set", "eth0", "up")
            ip("-n", machine.namespace, "link", "set", "lo", "up")
        yield machines
    finally:
        for machine in machines:
            end_all(machine)
            subprocess.run(["ip", "netns", "del", machine.namespace], capture_output=True)
        subprocess.run(["ip", "link", "del", bridge], capture_output=True)


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def end_all(machine: Machine) -> None:
    """End whatever still runs there; what has ended and waits to be noticed by its parent is not named any more."""
    while running := subprocess.run(["ip", "netns", "pids", machine.namespace], capture_output=True).stdout.split():
        for process in running:
            with contextlib.suppress(ProcessLookupError):  # it has ended by itself in the meantime
                os.kill(int(process), signal.SIGKILL)
        time.sleep(0.05)
