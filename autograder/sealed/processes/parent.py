"""A parent: the process that forks the two processes of one submission after the other.

It is itself a fork of the importer, and isolates itself first. So every submission gets a fresh interpreter in which
everything that notebooks need is imported. Children inherit its memory, so it never sees a test, a source notebook, a
submission or a gradebook: those travel on each child's own socket.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING

from autograder.sealed import wire
from autograder.sealed.isolation import syscalls
from autograder.sealed.limits import Limits

if TYPE_CHECKING:  # the importer has loaded it
    from autograder.sealed.kernel.shell import Shell


def serve(control: socket.socket, shell: Shell, folder: str, unsandboxed: bool) -> None:
    """Isolate this process, then serve one worker until its socket closes.

    shell:  what the importer made, and children take over
    folder: an empty one of this process's own: its root file system is built there
    """
    _end_with_parent()
    os.environ["HOME"] = os.environ["TMPDIR"] = os.environ["IPYTHONDIR"] = folder
    try:
        program = b""
        if not unsandboxed:
            from autograder.sealed.isolation import filesystem, seccomp

            filesystem.enter_namespaces()
            filesystem.change_root(folder)
            program = seccomp.build()
    except Exception as error:
        wire.send(control, {"refused": f"{error}"})
        return
    wire.send(control, {"ready": True})
    Server(control, shell, program, folder if unsandboxed else None).serve()


class Server:
    """One submission at a time: fork its two processes, signal them, watch what they use, reap them."""

    def __init__(self, control: socket.socket, shell: Shell, seccomp_program: bytes, unsandboxed_folder: str | None):
        """unsandboxed_folder: where both processes work when there is no sandbox; None when there is one."""
        self.control, self.shell, self.program, self.unsandboxed_folder = (
            control,
            shell,
            seccomp_program,
            unsandboxed_folder,
        )
        self.children: dict[str, int] = {}
        self.ended: dict[str, dict] = {}
        self.own_pids = None if unsandboxed_folder else os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def serve(self) -> None:
        """Do what the worker asks, a line of JSON at a time: {"op": name of a method below, …}."""
        actions = {name: getattr(self, name) for name in ("open", "signal", "usage", "status", "close")}
        while True:
            try:
                text, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 4)
            except InterruptedError:
                continue
            if not text:
                self.close({})
                return
            for line in text.splitlines():
                request = json.loads(line)
                answer = actions[request["op"]](request, *fds)
                wire.send(self.control, answer)

    def open(self, request: dict, *fds: int) -> dict:
        """Fork the student and the trusted process of one submission around one fresh scratch folder."""
        limits = Limits(**request["limits"])
        try:
            if self.unsandboxed_folder is None:
                self._make_scratch(limits)
            for role, sockets in (("student", fds[:2]), ("trusted", fds[2:])):
                self.children[role] = self._fork(role, sockets, limits)
        except OSError as error:
            return {"refused": str(error)}
        finally:
            for fd in fds:
                os.close(fd)
        return {"opened": True}

    def signal(self, request: dict) -> dict:
        """Send a signal to one of the two processes; one that ended already gets none."""
        pid = self.children.get(request["role"])
        if pid:
            try:
                if self.unsandboxed_folder and request["signal"] == signal.SIGKILL:
                    os.killpg(pid, signal.SIGKILL)
                else:
                    os.kill(pid, request["signal"])
            except ProcessLookupError:
                pass
        return {"sent": True}

    def usage(self, request: dict) -> dict:
        """CPU seconds and resident bytes of the student's processes."""
        trusted, mine = self.children.get("trusted"), os.getpid()
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()] if not self.unsandboxed_folder else []
        pids = [pid for pid in pids if pid not in (trusted, mine)]
        if self.unsandboxed_folder and self.children:
            pids = [self.children.get(request.get("role", "student"), 0)]
        cpu, resident, count = 0.0, 0, 0
        for pid in pids:
            try:
                with open(f"/proc/{pid}/stat", "rb") as file:  # the name in it is the process's own choice
                    fields = file.read().rpartition(b")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            cpu += sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
            resident += int(fields[21]) * os.sysconf("SC_PAGESIZE")
            count += 1
        if resident > request.get("suspicious", resident):  # forks share memory: count each page once
            resident = sum(_proportional(pid) for pid in pids)
        return {"cpu": cpu, "resident": resident, "processes": count}

    def status(self, request: dict) -> dict:
        """How a child ended; None while it runs. Waits a moment: sockets close before a process is gone."""
        role, pid = request["role"], self.children.get(request["role"])
        for _ in range(50):
            if role in self.ended:
                return {"status": self.ended[role]["status"]}
            self._reap(role, pid, os.WNOHANG)
            time.sleep(0.01)
        return {"status": None}

    def close(self, request: dict) -> dict:
        """Kill what is left, wait until it is gone, and say how each ended."""
        for role in list(self.children):
            self.signal({"role": role, "signal": signal.SIGKILL})
        for role, pid in list(self.children.items()):
            self._reap(role, pid, 0)
        self._remove_scratch()
        ended, self.ended = self.ended, {}
        return {"ended": ended}

    def _reap(self, role: str, pid: int | None, options: int) -> None:
        if pid is None:
            return
        found, status, used = os.wait4(pid, options)
        if found:
            self.children.pop(role, None)
            self.ended[role] = {
                "status": os.waitstatus_to_exitcode(status),
                "cpu": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss * 1024,
            }

    def _fork(self, role: str, sockets: tuple[int, ...], limits: Limits) -> int:
        if self.own_pids is not None:
            syscalls.unshare(syscalls.NEWPID)
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                os.setsid()
                _end_with_parent()
                self.control.detach()
                from autograder.sealed.processes import child

                code = child.main(role, self.shell, sockets, limits, self.program, self.unsandboxed_folder)
            except BaseException as error:
                # Without a working socket this is the only place left to say it.
                os.write(2, f"autograder {role} process: {type(error).__name__}: {error}\n".encode())
            finally:
                os._exit(code)
        if self.own_pids is not None:
            syscalls.setns(self.own_pids, syscalls.NEWPID)
        return pid

    def _make_scratch(self, limits: Limits) -> None:
        from autograder.sealed.isolation import filesystem

        flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
        syscalls.mount("tmpfs", filesystem.SCRATCH, "tmpfs", flags, f"size={limits.scratch},nr_inodes=100000,mode=0755")
        self.scratch_mounted = True
        for place in (filesystem.WORK, filesystem.TMP):
            os.mkdir(filesystem.SCRATCH + place)
            os.chown(filesystem.SCRATCH + place, *filesystem.sandbox_ids())
            os.chmod(filesystem.SCRATCH + place, 0o755)

    scratch_mounted = False

    def _remove_scratch(self) -> None:
        if self.scratch_mounted:
            from autograder.sealed.isolation import filesystem

            syscalls.umount(filesystem.SCRATCH)
            self.scratch_mounted = False


def _end_with_parent() -> None:
    if sys.platform == "linux":
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)


def _proportional(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0
