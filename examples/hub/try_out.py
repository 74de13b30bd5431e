"""`make hub`: a hub on this machine, with accounts of its own, until Ctrl+C; then nothing of it is left.

It needs root, as every hub with real accounts does. All but the programs, which stay in build/hub for the next time, is
in one temporary folder, and the accounts have names that begin with "hubtrial".
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from examples.hub import set_up

PROGRAMS = set_up.ROOT / "build" / "hub"
PREFIX = "hubtrial"
PLACE = Path("/tmp")  # short: the path of a socket has at most 107 characters
TEACHER, STUDENTS = "mia", ("ana", "ben")


@dataclass
class Trial:
    """A hub for a short time."""

    hub: set_up.Hub
    names: dict[str, str]  #: of the accounts, by the person's name
    passwords: dict[str, str]  #: by the person's name
    log: Path
    process: subprocess.Popen | None = field(default=None)

    def start(self) -> None:
        """Start the hub, and wait until it answers."""
        python, settings = self.hub.programs / "env" / "bin" / "python", self.hub.folder / "settings"
        command = [python, "-m", "jupyterhub", "--config", settings / "jupyterhub_config.py"]
        with open(self.log, "a", encoding="utf-8") as log:
            where = self.hub.folder / "state"
            clean = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
            self.process = subprocess.Popen(
                command, cwd=where, env=clean, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + 120
        while self.process.poll() is None and time.monotonic() < end:
            if self.answers():
                return
            time.sleep(0.2)
        set_up.stop("it did not start.", f"read {self.log}:\n{self.log.read_text(encoding='utf-8')[-2000:]}")

    def answers(self) -> bool:
        """Whether the hub does; its proxy is there before, and says that it is not."""
        name = self.hub.address.removeprefix("http://")
        asked = urllib.request.Request(f"http://127.0.0.1:{self.hub.port}/hub/api", headers={"Host": name})
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the hub; people's JupyterLabs go on."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)


def main() -> None:
    if os.geteuid() != 0:
        set_up.stop("only root can make accounts.", "run make hub as root.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # which removes everything, too
    with trial() as made:
        made.start()
        print(f"hub: {made.hub.address}  (the teacher is {made.names[TEACHER]}; only this machine reaches it)")
        for person, name in made.names.items():
            print(f"hub: log in as {name} with the password {made.passwords[person]}")
        if set_up.can_be_read_by_all(set_up.ROOT):
            print(f"hub: these accounts can read this clone, {set_up.ROOT}; on a real hub it is in a folder of root's")
        print(f"hub: what it says is in {made.log}. Ctrl+C ends it, and removes accounts and folder.", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            made.process.wait()


@contextlib.contextmanager
def trial() -> Iterator[Trial]:
    """A hub that is set up and not started; at the end its processes, accounts and folder are gone."""
    sweep()
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    if not set_up.can_be_read_by_all(PROGRAMS):
        set_up.stop(f"other accounts cannot come into {PROGRAMS}.", "clone the course below /srv, for example.")
    set_up.make_programs(PROGRAMS)
    folder = PLACE / f"{PREFIX}{secrets.token_hex(3)}"
    with open(lock_of(folder), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            folder.mkdir(mode=0o755)
            yield made_in(folder)
        finally:
            remove(folder)


def made_in(folder: Path) -> Trial:
    mark = folder.name  # nobody else's group is called so
    names = {person: f"{mark}-{person}" for person in (TEACHER, *STUDENTS)}
    port = free_port()
    teacher, *students = names.values()
    (folder / "home").mkdir(mode=0o755)
    hub = set_up.Hub(
        folder, PROGRAMS, folder / "home", f"http://hub.localhost:{port}", port, mark, teacher, tuple(students)
    )
    set_up.make_hub(hub)
    passwords = {person: secrets.token_urlsafe(12) for person in names}
    lines = "".join(f"{names[person]}:{password}\n" for person, password in passwords.items())
    subprocess.run(["chpasswd"], input=lines, text=True, check=True)
    return Trial(hub, names, passwords, folder / "state" / "hub.log")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- removing -----------------------------------------------------------------------------------------------------


def sweep() -> None:
    """Remove what a trial left that was killed."""
    for folder in PLACE.glob(f"{PREFIX}*"):
        if folder.is_dir() and folder.lstat().st_uid == 0:
            with open(lock_of(folder), "w", encoding="utf-8") as lock, contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(folder)


def lock_of(folder: Path) -> Path:
    """Held while the trial runs; the system lets go of it when the process ends, however it ends."""
    return folder.with_name(f"{folder.name}.lock")


def remove(folder: Path) -> None:
    """End what still runs there, and remove accounts and folder."""
    accounts = [account for account in pwd.getpwall() if Path(account.pw_dir).is_relative_to(folder)]
    owners = {account.pw_uid for account in accounts}
    while running := [*processes_of(folder, owners)]:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.1)
    for left in PLACE.iterdir():  # the temporary files that these processes could not remove any more
        with contextlib.suppress(FileNotFoundError):
            if left.lstat().st_uid in owners:
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    for account in accounts:
        subprocess.run(["userdel", "--force", account.pw_name], check=True, capture_output=True)
    subprocess.run(["groupdel", folder.name], capture_output=True)  # there is none when it was never set up
    shutil.rmtree(folder, ignore_errors=True)
    lock_of(folder).unlink(missing_ok=True)


def processes_of(folder: Path, accounts: set[int]) -> Iterator[int]:
    """What these accounts run, and the hub and its proxy, which work in the folder."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, and waits to be noticed by who started it
            place = os.readlink(entry / "cwd")
            if entry.stat().st_uid in accounts or Path(place).is_relative_to(folder):
                yield int(entry.name)


if __name__ == "__main__":
    main()
