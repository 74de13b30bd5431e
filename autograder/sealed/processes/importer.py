"""The nursery: what notebooks need is imported once, and every worker gets a warm parent that has it.

A warm parent is a fork of the nursery: see parent.py. Started with `python -I -c "..." FD`, see pool.py.
"""

import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import sys
import threading

from autograder.sealed import wire
from autograder.sealed.processes import parent, preload


def main(fd: int) -> None:
    """The nursery: serve one grader until its socket closes. Then its folders go, also those of a killed grader."""
    os.environ.pop("GLIBC_TUNABLES", None)  # meant for this process, not for what a submission starts
    folders = [os.environ["TMPDIR"]]
    try:
        _serve_grader(socket.socket(fileno=fd), folders)
    finally:
        _bury_ended(0)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _serve_grader(control: socket.socket, folders: list[str]) -> None:
    """Import, and fork warm parents; adds the folder of each to `folders`."""
    gc.disable()  # everything that is imported stays; looking for garbage takes a sixth of the time
    try:
        shell = preload.preload()
    except Exception as error:
        wire.send(control, {"refused": f"{error}"})
        return
    preload.settle()
    gc.enable()
    signal.signal(signal.SIGCHLD, lambda *_: _bury_ended(os.WNOHANG))
    with contextlib.suppress(BrokenPipeError):  # a grader that was killed while we imported
        wire.send(control, {"ready": True})
    while True:
        text, fds, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not text:
            return
        request = json.loads(text)
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
        folders.append(request["folder"])
        os.close(fds[0])
        wire.send(control, {"pid": pid})


def _bury_ended(options: int) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            continue


def _threads() -> int:
    return len(os.listdir("/proc/self/task") if sys.platform == "linux" else threading.enumerate())
