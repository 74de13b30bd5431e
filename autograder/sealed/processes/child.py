"""What a forked child does: enter its sandbox, write the files, then run the student's or the tests' loop."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import socket
import sys
import tempfile

from autograder.sealed import backends, wire
from autograder.sealed.errors import FilesRefused
from autograder.sealed.isolation.filesystem import HOME, PRIVATE, TMP, WORK
from autograder.sealed.kernel.modules import Modules
from autograder.sealed.kernel.shell import Shell
from autograder.sealed.limits import Files, Limits
from autograder.sealed.student import loop as student
from autograder.sealed.tests_side import loop as tests_side
from autograder.sealed.tests_side import unpickling

MAX_FILES = 1 << 31


def main(
    role: str, shell: Shell, sockets: tuple[int, ...], limits: Limits, program: bytes, unsandboxed_folder: str | None
) -> int:
    """Runs until the grader is done with this submission; returns the exit status.

    role:    "student" or "trusted"
    sockets: file descriptors: to the grader, and to the other process of the submission
    program: the seccomp filter
    """
    # A grader that was started in the background may have been told to ignore interrupts, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    control, bridge = (socket.socket(fileno=fd) for fd in sockets)
    _close_all_but(sockets)
    try:
        modules, start = _enter(role, control, limits, program, unsandboxed_folder)
    except FilesRefused as error:
        wire.send(control, {"event": "files refused", "why": error.reason})
        return 1
    except OSError as error:
        wire.send(control, {"event": "not isolated", "why": str(error)})
        return 1
    wire.send(control, {"event": "started"})
    _seed(start["seed"], start["libraries"])  # the first cell's time: importing may take long, and is the answer's wish
    if role == "student":
        sys.path.insert(0, "")  # as in a kernel; not before, or a numpy.py of its own would be taken for numpy
    run = student.run if role == "student" else tests_side.run
    run(shell, control, bridge, limits, modules)
    return 0


def _enter(
    role: str, control: socket.socket, limits: Limits, program: bytes, unsandboxed_folder: str | None
) -> tuple[Modules, dict]:
    """Go into the sandbox, with the files that the grader sends.

    Returns the instructor's modules among the files, and the start message.
    """
    if unsandboxed_folder is None:
        from autograder.sealed.isolation import sandbox

        sandbox.mount_own(role, limits)
    start, blob = wire.receive(control, MAX_FILES, max_parts=wire.MAX_JSON)
    files = unpack_files(start, blob)
    del blob
    if unsandboxed_folder is None:
        sandbox.write_files(role, files)
        private, work = PRIVATE, WORK
        _redirect_output(private)
        sandbox.drop_rights(role, limits, program)
    else:
        private, work = f"{unsandboxed_folder}/{role}", f"{unsandboxed_folder}/assignment"
        _write_files_unsandboxed(role, files, private, work)
        _redirect_output(private)
    _set_environment(role, private, work, unsandboxed_folder is not None)
    return Modules(work if role == "student" else _given(private), frozenset(files.modules)), start


def pack_files(files: Files, seed: int, libraries: tuple[str, ...]) -> tuple[dict, bytes]:
    """The start message: names and sizes in JSON, contents in the blob. See start.Chances for the rest."""
    index, parts = {}, []
    for group in ("given", "handed_in"):
        content = getattr(files, group)
        index[group] = [[path, len(data)] for path, data in content.items()]
        parts += content.values()
    return {"op": "start", "files": index, "seed": seed, "libraries": libraries}, b"".join(parts)


def unpack_files(start: dict, blob: bytearray) -> Files:
    """The files out of a start message, as `pack_files` made it."""
    done: dict[str, dict[str, bytes]] = {"given": {}, "handed_in": {}}
    at = 0
    for group, entries in start["files"].items():
        for path, size in entries:
            done[group][path] = bytes(blob[at : at + size])
            at += size
    return Files(**done)


def _close_all_but(kept: tuple[int, ...]) -> None:
    last = 3
    for fd in sorted(kept):
        os.closerange(last, fd)
        last = fd + 1
    os.closerange(last, 65536)


def _redirect_output(private: str) -> None:
    """What C code and child processes print lands in a small private file, never in the grader's terminal."""
    os.makedirs(private, exist_ok=True)
    fd = os.open(private + "/output", os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(fd, 1)
    os.dup2(fd, 2)
    os.unlink(private + "/output")
    os.close(fd)


def _set_environment(role: str, private: str, work: str, unsandboxed: bool) -> None:
    """Working folder, environment and random state: the same fresh start for every submission."""
    os.chdir(work)
    os.umask(0o022)
    home, temporary = (private, work) if unsandboxed else (HOME if role == "student" else private, TMP)
    os.environ |= {"HOME": home, "TMPDIR": temporary, "MPLCONFIGDIR": f"{home}/.matplotlib"}
    os.environ |= {"IPYTHONDIR": f"{home}/.ipython", "PYTHONDONTWRITEBYTECODE": "1"}
    tempfile.tempdir = None
    if role == "student":
        return
    # Nothing that a student can write may be imported or unpickled here.
    os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = "1"
    os.environ |= {"PYTHONSAFEPATH": "1", "PYTHONPATH": _given(private)}  # nor in a Python that a test starts
    unpickling.refuse_code()
    sys.path = [path for path in sys.path if path not in ("", work)]
    sys.path.insert(0, _given(private))


def _given(private: str) -> str:
    """The instructor's files, where tests run."""
    return private + "/given"


def _seed(seed: int, libraries: list[str]) -> None:
    for name in libraries:
        with contextlib.suppress(Exception):  # whatever is wrong with it, the cell that imports it will show it
            importlib.import_module(name)
    for backend in backends.loaded():
        backend.seed(seed)


def _write_files_unsandboxed(role: str, files: Files, private: str, work: str) -> None:
    import shutil

    shutil.rmtree(private, ignore_errors=True)
    os.makedirs(private)
    if role == "student":
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
    folders = [(work, files.given | files.handed_in)] if role == "student" else [(_given(private), files.given)]
    for root, content in folders:
        for path, data in content.items():
            try:
                os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
                with open(f"{root}/{path}", "wb") as file:
                    file.write(data)
            except OSError as error:
                raise FilesRefused(f"{path!r:.200} cannot be written ({error.strerror})") from None
