"""The grader's side of a warm parent: start it, ask it for a fresh pair of processes, stop it."""

import atexit
import contextlib
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from autograder import wire
from autograder.errors import CannotIsolate, WarmParentGone
from autograder.limits import Limits

_parents: dict[tuple[int, int, bool], "WarmParent"] = {}
_refused: set[str] = set()  # modules that start threads when they are imported


def warm_parent(unsandboxed: bool = False, modules: frozenset[str] = frozenset()) -> "WarmParent":
    """The warm parent of this thread: started on first use, started again when it died.

    modules: what its children will import first; it does so once for all of them
    It serves one submission at a time, and a cluster's worker process may run several threads.
    """
    key = (os.getpid(), threading.get_ident(), unsandboxed)
    if key not in _parents or not _parents[key].alive():
        _parents[key] = WarmParent(unsandboxed)
    if not _parents[key].preload(modules - _refused):
        # A forked child has only one of its parent's threads; what needs the others would hang. Let children import it.
        _refused.update(modules)
        _parents[key].stop()
        _parents[key] = WarmParent(unsandboxed)
    return _parents[key]


class WarmParent:
    """A running `warm.main`."""

    def __init__(self, unsandboxed: bool = False):
        self.folder = tempfile.mkdtemp(prefix="autograder-")
        if unsandboxed:
            os.makedirs(self.folder + "/assignment")
        self.control, theirs = socket.socketpair()
        package_root = str(Path(__file__).parent.parent)
        start = (
            f"import sys; sys.path.insert(0, {package_root!r}); from autograder.warm import main; "
            f"main({theirs.fileno()}, {self.folder!r}, {unsandboxed!r})"
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
        try:
            hello = self._answer()
        except WarmParentGone:
            self.stop()
            raise
        if "refused" in hello:
            self.stop()
            raise CannotIsolate(hello["refused"])
        self.seconds = hello["seconds"]
        self.preloaded: set[str] = set()
        atexit.register(self.stop)

    def alive(self) -> bool:
        return self.process.poll() is None

    def preload(self, modules: frozenset[str]) -> bool:
        """Import modules, once; False when one of them started a thread, and no child may be forked any more."""
        new = modules - self.preloaded
        if not new:
            return True
        self.preloaded |= new
        return self._ask({"op": "preload", "modules": sorted(new)})["threads"] == 1

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
        atexit.unregister(self.stop)
        with contextlib.suppress(OSError):
            self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
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
            raise WarmParentGone(f"exit status {self.process.poll()}") from None


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
