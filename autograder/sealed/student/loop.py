"""The student process: runs setup and answer cells, and serves the bridge while tests run elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import sys
from collections.abc import Iterator

from autograder.sealed import backends, wire
from autograder.sealed.kernel import shell as shells
from autograder.sealed.kernel.modules import Modules
from autograder.sealed.limits import Limits
from autograder.sealed.student.bridge import StudentBridge


def run(
    shell: shells.Shell, control: socket.socket, bridge_socket: socket.socket, limits: Limits, modules: Modules
) -> None:
    """Serve the grader's cells and the tests' calls until the grader hangs up. modules: the instructor's own."""
    me = os.getpid()
    native = os.dup(1)  # an answer may close 1 and 2, or open a file of its own there
    shells.take_over(shell, lambda output: _publish(control, output, limits.cell_output))
    bridge = StudentBridge(bridge_socket, shell, 1 << 34, modules.names)
    modules.on_import(bridge.remember_module)
    while True:
        try:
            ready, _, _ = select.select([control, bridge_socket], [], [])
            if control in ready:
                request, _ = wire.receive(control, 0, max_parts=wire.MAX_JSON)
                with _unseen(shell), _surviving(shell):
                    for backend in backends.loaded():
                        backend.show_figures()  # those that an answer drew for a test
                _run_cell(shell, bridge, request, control, native)
            elif bridge_socket in ready:
                try:
                    with _unseen(shell):
                        bridge.serve_one()
                finally:
                    _native_output(native)
        except EOFError:
            return
        except KeyboardInterrupt:
            continue  # an interrupt that came too late
        finally:
            if os.getpid() != me:  # a fork that an answer forgot to end
                os._exit(0)


@contextlib.contextmanager
def _unseen(shell: shells.Shell) -> Iterator[None]:
    """What an answer shows meanwhile is dropped: a test's outputs come from the tests alone."""
    shell.emit, emit = (lambda output: None), shell.emit
    try:
        yield
    finally:
        shell.emit = emit


@contextlib.contextmanager
def _surviving(shell: shells.Shell) -> Iterator[None]:
    """What a cell left in sys.stdout, a hook or a figure may raise outside of any cell: it is shown, and costs no more.

    IPython catches what the cell itself raises.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        said = {"ename": type(error).__name__, "evalue": "raised by what a cell had changed", "traceback": []}
        shell.emit({"output_type": "error"} | said)


def _run_cell(shell: shells.Shell, bridge: StudentBridge, request: dict, control: socket.socket, native: int) -> None:
    before = dict(shell.user_ns)
    try:
        with _surviving(shell):
            shell.run(request["code"])
    finally:
        if text := _native_output(native):
            shell.emit({"output_type": "stream", "name": "stdout", "text": text})
        if request["setup"]:
            bridge.remember_setup(before)
        wire.send(control, {"event": "done", "n": request["n"], "count": shell.execution_count - 1})


def _publish(control: socket.socket, output: dict, most: int) -> None:
    """Hand an output to the grader; one that is larger than a whole cell may show is replaced by a note."""
    try:
        size = len(json.dumps(output))
    except (TypeError, ValueError, RecursionError):
        output = {
            "output_type": "stream",
            "name": "stdout",
            "text": "[An output that JSON cannot hold was cut.]\n",
        }
        size = 0
    if size > 2 * most:
        note = f"[An output of {size >> 10} KiB was cut: a cell may show {most >> 10} KiB.]\n"
        output = {"output_type": "stream", "name": "stdout", "text": note}
    wire.send(control, {"event": "output", "output": output})


def _native_output(file: int) -> str:
    """What C code and child processes printed since the last time.

    file: a descriptor of our own of the file that 1 and 2 were when the process started
    """
    try:
        sys.stdout.flush()
    except KeyboardInterrupt:
        raise
    except BaseException:  # an answer may have put anything there, or closed it
        pass
    size = os.lseek(file, 0, os.SEEK_END)
    if size == 0:
        return ""
    text = os.pread(file, min(size, 1 << 20), 0).decode("utf-8", "replace")
    os.ftruncate(file, 0)
    return text
