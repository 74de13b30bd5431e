"""What the grader holds of the importer and of each parent: ask it, stop it, learn that it ended."""

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from autograder.sealed import wire
from autograder.sealed.errors import CannotIsolate, ParentProcessGone, PreloadFailed
from autograder.sealed.limits import Limits
from autograder.sealed.processes import folders


class Importer:
    """A running `importer.main`, which imports libraries once and forks parents."""

    def __init__(self, folder: str, preload: tuple[str, ...], imports_with_threads: set[str]):
        """folder: of the pool; imports_with_threads: statements not to run, to which it adds those that it finds."""
        self.preload, self.imports_with_threads = preload, imports_with_threads
        self.control, theirs = socket.socketpair()
        self.lock = threading.Lock()
        self.imports: frozenset[str] = frozenset()  # what it imported because somebody asked
        package_root = str(Path(__file__).parents[3])
        start = (
            f"import sys; sys.path.insert(0, {package_root!r}); from autograder.sealed.processes.importer import main; "
            f"main({theirs.fileno()}, {preload!r})"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-c", start],  # isolated, but for the clean environment below
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_environment(folder),
            start_new_session=True,
            cwd="/",
        )
        theirs.close()
        self.ready = False

    def alive(self) -> bool:
        """Does the process still run?"""
        return self.process.poll() is None

    def fork(self, control: socket.socket, folder: str, unsandboxed: bool, imports: frozenset[str]) -> int | None:
        """Fork a parent that listens on the other end of `control`; returns its process id.

        None when one of the imports started a thread: then this importer can fork no more.
        """
        with self.lock:
            self._wait_until_ready()
            new = imports - self.imports - self.imports_with_threads
            self.imports |= new
            request = {"folder": folder, "unsandboxed": unsandboxed, "imports": sorted(new)}
            try:
                socket.send_fds(self.control, [json.dumps(request).encode()], [control.fileno()])
            except OSError as error:
                raise ParentProcessGone(str(error)) from None
            answer = self._answer()
            if "pid" not in answer:
                self.imports_with_threads.update(new)
            return answer.get("pid")

    def stop(self) -> None:
        """End it, and with it the parents that it forked."""
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps({"stop": True}).encode())
        self.control.close()
        try:
            self.process.wait(5 if self.ready else 0)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()

    def kill(self) -> None:
        """Kill it at once, without waiting; its parents end with it."""
        self.process.kill()

    def _wait_until_ready(self) -> None:
        hello = {} if self.ready else self._answer()
        if "refused" in hello:
            raise PreloadFailed(hello["refused"])
        self.ready = True

    def _answer(self) -> dict:
        try:
            return wire.receive(self.control, 0)[0]
        except (EOFError, OSError):
            raise ParentProcessGone(
                f"exit status {self.process.poll()} of the process that imports libraries"
            ) from None


class Parent:
    """A running `parent.serve`, in a sandbox of its own."""

    def __init__(
        self, control: socket.socket, pid: int, folder: str, imports: frozenset[str], preload: tuple[str, ...]
    ):
        """Waits until it has isolated itself. Raises CannotIsolate when it could not."""
        self.control, self.pid, self.folder, self.imports, self.preload = control, pid, folder, imports, preload
        try:
            hello = self._answer()
            if "refused" in hello:
                raise CannotIsolate(hello["refused"])
        except BaseException:
            self.stop()
            raise

    def alive(self) -> bool:
        """Is its socket still open?"""
        try:
            return self.control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:  # it has nothing to say
            return True
        except OSError:
            return False

    def open(self, limits: Limits) -> tuple[socket.socket, socket.socket]:
        """Fork a student and a trusted process; returns the grader's sockets to each."""
        grader_student, student_grader = socket.socketpair()
        grader_trusted, trusted_grader = socket.socketpair()
        student_trusted, trusted_student = socket.socketpair()
        given = [student_grader, student_trusted, trusted_grader, trusted_student]
        request = {"op": "open", "limits": dataclasses.asdict(limits)}
        try:
            text = json.dumps(request).encode() + b"\n"
            socket.send_fds(self.control, [text], [sock.fileno() for sock in given])
            answer = self._answer()
        except OSError as error:
            raise ParentProcessGone(str(error)) from None
        finally:
            for sock in given:
                sock.close()
        if "refused" in answer:
            raise CannotIsolate(answer["refused"])
        return grader_student, grader_trusted

    def signal(self, role: str, number: int) -> None:
        """Send a signal to the process of a role; nothing when it ended already."""
        self._ask({"op": "signal", "role": role, "signal": int(number)})

    def usage(self, suspicious: int) -> dict:
        """What the student's processes use; above `suspicious` bytes, memory is recounted by proportional share."""
        return self._ask({"op": "usage", "role": "student", "suspicious": suspicious})

    def status(self, role: str) -> int | None:
        """How a process ended; None while it runs."""
        return self._ask({"op": "status", "role": role})["status"]

    def close(self) -> dict:
        """End the submission's processes; returns how each ended and what it used."""
        return self._ask({"op": "close"})["ended"]

    def stop(self) -> None:
        """End it, and everything that it started; when this returns they are gone."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
            self.control.settimeout(5)
            try:
                while self.control.recv(1 << 16):
                    continue
            except TimeoutError:
                os.kill(self.pid, signal.SIGKILL)
        self.control.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, request: dict) -> dict:
        try:
            self.control.sendall(json.dumps(request).encode() + b"\n")
        except OSError as error:
            raise ParentProcessGone(str(error)) from None
        return self._answer()

    def _answer(self) -> dict:
        try:
            return wire.receive(self.control, 0)[0]
        except (EOFError, OSError):
            raise ParentProcessGone("its socket closed") from None


def _environment(folder: str) -> dict[str, str]:
    """A clean environment: nothing of the grader's account reaches a submission."""
    keep = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    return keep | {
        "HOME": folder,
        "PATH": f"{os.path.dirname(sys.executable)}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",  # the order of a set is the same each time, and so are the points that depend on it
        "TMPDIR": folder,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(folders.font_cache() or folder),
        "IPYTHONDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # large pages from the start, see preload.prepare_to_fork()
        "NBGRADER_EXECUTION": "autograde",
    }
