"""The grader's side of a warm parent: start it, ask it for a fresh pair of processes, stop it."""

import atexit
import contextlib
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from autograder.sealed import wire
from autograder.sealed.errors import CannotIsolate, WarmParentGone
from autograder.sealed.limits import Limits

_parents: dict[tuple[int, int, bool], "WarmParent"] = {}
_nurseries: dict[int, "Nursery"] = {}
_refused: set[str] = set()  # imports that start threads; children run them themselves
_starting = threading.Lock()
_given_up = False


def warm_parent(unsandboxed: bool = False, imports: frozenset[str] = frozenset()) -> "WarmParent":
    """The warm parent of this thread: started on first use, started again when it died.

    imports: the statements with which its children will begin; the nursery runs them once for all of them
    It serves one submission at a time; several threads of one process grade several at a time.
    """
    key = (os.getpid(), threading.get_ident(), unsandboxed)
    found = _parents.get(key)
    if found is None or not imports <= found.imports or not found.alive():
        if found:
            found.stop()
        _stop_orphans()
        found = _parents[key] = WarmParent(unsandboxed, imports)
    return found


def _stop_orphans() -> None:
    """End the warm parents of threads that ended."""
    threads = {thread.ident for thread in threading.enumerate()}
    for key in list(_parents):
        if key[0] == os.getpid() and key[1] not in threads and (orphan := _parents.pop(key, None)):
            orphan.stop()


def nursery() -> "Nursery":
    """The nursery of this process, started on first use, started again when it died.

    It needs seconds until it can fork, in which the caller may do something else.
    """
    with _starting:
        if _given_up:
            raise WarmParentGone("the run was ended")
        found = _nurseries.get(os.getpid())
        if found is None or found.process.poll() is not None:
            found = _nurseries[os.getpid()] = Nursery()
        return found


def stop() -> None:
    """End all warm parents of this process; whoever needs one gets a fresh one."""
    for key in [key for key in _parents if key[0] == os.getpid()]:
        _parents.pop(key).stop()
    end_nursery()


def end_nursery() -> None:
    with _starting:
        if found := _nurseries.pop(os.getpid(), None):
            found.stop()


@contextlib.contextmanager
def given_up() -> Iterator[None]:
    """Kill everything that other threads of this process grade with; until the block ends they get nothing new."""
    global _given_up
    with _starting:
        _given_up = True
        found = _nurseries.pop(os.getpid(), None)
    if found:
        found.process.kill()
    try:
        yield
    finally:
        _given_up = False


class Nursery:
    """A running `importer.main`, which imports libraries once and forks warm parents."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="autograder-")
        self.control, theirs = socket.socketpair()
        self.lock = threading.Lock()
        self.imports: frozenset[str] = frozenset()  # what it imported because somebody asked
        package_root = str(Path(__file__).parents[3])
        start = (
            f"import sys; sys.path.insert(0, {package_root!r}); from autograder.sealed.processes.importer import main; "
            f"main({theirs.fileno()})"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", start],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_environment(self.folder),
            start_new_session=True,
            cwd="/",
        )
        theirs.close()
        self.ready = False
        atexit.register(self.stop)

    def fork(self, control: socket.socket, folder: str, unsandboxed: bool, imports: frozenset[str]) -> int | None:
        """Have a warm parent forked that listens on the other end of `control`; returns its process id.

        None when one of the imports started a thread: then this nursery can fork no more.
        """
        with self.lock:
            self._wait_until_ready()
            new = imports - self.imports - _refused
            self.imports |= new
            request = {"folder": folder, "unsandboxed": unsandboxed, "imports": sorted(new)}
            try:
                socket.send_fds(self.control, [json.dumps(request).encode()], [control.fileno()])
            except OSError as error:
                raise WarmParentGone(str(error)) from None
            answer = self._answer()
            if "pid" not in answer:
                _refused.update(new)
            return answer.get("pid")

    def stop(self) -> None:
        atexit.unregister(self.stop)
        self.control.close()
        try:
            self.process.wait(5 if self.ready else 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_until_ready(self) -> None:
        hello = {} if self.ready else self._answer()
        if "refused" in hello:
            raise CannotIsolate(hello["refused"])
        self.ready = True

    def _answer(self) -> dict:
        try:
            return wire.receive(self.control, 0)[0]
        except (EOFError, OSError):
            raise WarmParentGone(f"exit status {self.process.poll()} of the process that imports libraries") from None


class WarmParent:
    """A running `parent.serve`, in a sandbox of its own."""

    def __init__(self, unsandboxed: bool = False, imports: frozenset[str] = frozenset()):
        self.folder, self.imports = tempfile.mkdtemp(prefix="autograder-"), imports
        if unsandboxed:
            os.makedirs(self.folder + "/assignment")
        self.control, theirs = socket.socketpair()
        try:
            with theirs:
                while (pid := nursery().fork(theirs, self.folder, unsandboxed, imports)) is None:
                    end_nursery()
        except BaseException:
            self.control.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.pid = pid
        atexit.register(self.stop)  # after the nursery's: what is registered last is called first
        hello = self._answer()
        if "refused" in hello:
            self.stop()
            raise CannotIsolate(hello["refused"])

    def alive(self) -> bool:
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
            raise WarmParentGone(str(error)) from None
        finally:
            for sock in given:
                sock.close()
        if "refused" in answer:
            raise CannotIsolate(answer["refused"])
        return grader_student, grader_trusted

    def signal(self, role: str, number: int) -> None:
        self._ask({"op": "signal", "role": role, "signal": int(number)})

    def usage(self, suspicious: int) -> dict:
        """What the student's processes use; memory that looks like more than `suspicious` is counted well."""
        return self._ask({"op": "usage", "role": "student", "suspicious": suspicious})

    def status(self, role: str) -> int | None:
        """How a process ended; None while it runs."""
        return self._ask({"op": "status", "role": role})["status"]

    def close(self) -> dict:
        """End the submission's processes; returns how each ended and what it used."""
        return self._ask({"op": "close"})["ended"]

    def stop(self) -> None:
        """End it, and everything that it started; when this returns they are gone."""
        atexit.unregister(self.stop)
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
            raise WarmParentGone(str(error)) from None
        return self._answer()

    def _answer(self) -> dict:
        try:
            return wire.receive(self.control, 0)[0]
        except (EOFError, OSError):
            raise WarmParentGone("its socket closed") from None


def _environment(folder: str) -> dict[str, str]:
    """A clean environment: nothing of the grader's account reaches a submission."""
    keep = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    return keep | {
        "HOME": folder,
        "PATH": f"{os.path.dirname(sys.executable)}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONUTF8": "1",
        "TMPDIR": folder,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": _font_cache(folder),
        "IPYTHONDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # large pages from the start, see preload.settle()
        "NBGRADER_EXECUTION": "autograde",
    }


def _font_cache(folder: str) -> str:
    """Where matplotlib keeps its list of fonts, which takes seconds to make."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autograder" / "matplotlib"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder
    return str(cache) if os.access(cache, os.W_OK) else folder
