"""The importer: a process that imports libraries once. Every worker gets a fork of it, a parent: see parent.py.

Started by handles.Importer, with a socket to the grader and the names of these libraries.
"""

import contextlib
import gc
import json
import os
import signal
import socket
import sys
import threading

from autograder.sealed import wire
from autograder.sealed.processes import folders, parent, preload


def main(fd: int, names: tuple[str, ...]) -> None:
    """Import these modules, and serve one grader until it says stop. Of a killed one, remove the temporary folder."""
    os.environ.pop("GLIBC_TUNABLES", None)  # meant for this process, not for what a submission starts
    told_to_stop = False
    try:
        told_to_stop = _serve_grader(socket.socket(fileno=fd), names)
    finally:
        _reap_ended(0)
        if not told_to_stop:
            folders.remove_if_abandoned(os.environ["TMPDIR"], seconds=1.0)


def _serve_grader(control: socket.socket, names: tuple[str, ...]) -> bool:
    """Import, and fork parents; returns whether the grader said stop."""
    gc.disable()  # everything that is imported stays; looking for garbage takes a sixth of the time
    try:
        shell = preload.preload(names)
    except Exception as error:
        wire.send(control, {"refused": str(error)})
        return False
    preload.prepare_to_fork()
    gc.enable()
    signal.signal(signal.SIGCHLD, lambda *_: _reap_ended(os.WNOHANG))
    with contextlib.suppress(BrokenPipeError):  # a grader that was killed while we imported
        wire.send(control, {"ready": True})
    while True:
        text, fds, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not text:
            return False
        request = json.loads(text)
        if "stop" in request:
            return True
        if request["imports"]:
            preload.import_also(request["imports"])
        if (threads := _threads()) > 1:  # a forked child would have only one of them
            os.close(fds[0])
            wire.send(control, {"threads": threads})
            continue
        pid = os.fork()
        if pid == 0:
            try:
                os.close(control.detach())
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                parent.serve(socket.socket(fileno=fds[0]), shell, request["folder"], request["unsandboxed"])
            finally:
                os._exit(0)
        os.close(fds[0])
        wire.send(control, {"pid": pid})


def _reap_ended(options: int) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            continue


def _threads() -> int:
    return len(os.listdir("/proc/self/task") if sys.platform == "linux" else threading.enumerate())
