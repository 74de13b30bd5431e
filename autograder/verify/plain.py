"""Runs the cells of a notebook in one process, as the instructor's own kernel would: nothing is isolated.

Only for code that is trusted: right and wrong answers of the bank, and mutants of the solution. Worker processes import
what the notebooks need once and fork a fresh interpreter for every run.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from autograder.sealed.errors import begins_with
from autograder.sealed.kernel.shell import Shell, make_shell, take_over
from autograder.sealed.limits import Files
from autograder.sealed.plan.slices import Cell
from autograder.verify.crossing import Watch


@dataclass(frozen=True)
class Run:
    """What to run, from a fresh interpreter."""

    cells: list[Cell]
    files: dict[str, bytes] = field(default_factory=dict)  #: in the working folder, by relative path
    modules: list[str] = field(default_factory=list)  #: to import before, once for all runs, those that there are
    seconds: float = 300.0  #: of processor time; afterwards what is left counts as failed
    hidden: str = ""  #: begins the hidden part of a test; when given, note which of its functions reach an answer


@dataclass(frozen=True)
class Ran:
    """What became of it."""

    failed: dict[str, str]  #: what each failed test cell said, by its name
    seconds: float = 0.0  #: of processor time
    modules: list[str] = field(default_factory=list)  #: imported during the run
    crossing: list[str] = field(default_factory=list)  #: functions of hidden tests that reached an answer, in words
    raised: list[str] = field(default_factory=list)  #: what other cells raised, in words: tests may fail for that


class PlainWorkers:
    """Several worker processes. A context manager."""

    def __init__(self, workers: int):
        self.pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare)

    def __enter__(self) -> PlainWorkers:
        return self

    def __exit__(self, *exception: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def run(self, runs: Iterable[Run]) -> Iterator[Ran]:
        """The results in the order of the runs."""
        return self.pool.map(run_in_a_fork, runs)


def run_in_a_fork(run: Run) -> Ran:
    """Run in a child of this worker process, which it cannot change, and not longer than it may."""
    _load(run.modules)
    folder = tempfile.mkdtemp(prefix="plain-")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            _run_here(run, folder, writing)
        os._exit(0)
    os.close(writing)
    try:
        said = _listen(reading, time.monotonic() + 60 + 10 * run.seconds)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)
    return _result(run, said, status)


def lost(outputs: list[dict], points: float) -> str:
    """What the outputs of a test cell say about points that were lost; "" when none were.

    Source: nbgrader.utils.determine_grade. An error costs all points; a number as the last value is what was earned.
    """
    for output in outputs:
        if output["output_type"] == "error":
            return f"{output['ename']}: {output['evalue']}"
        if output["output_type"] == "execute_result":
            with contextlib.suppress(KeyError, ValueError):
                earned = float(output["data"]["text/plain"])
                return f"gave {earned:g} of {points:g} points" if 0 <= earned < points else ""
    return ""


# --- in a worker ------------------------------------------------------------------------------------------------------

_shells: list[Shell] = []


def _prepare() -> None:
    # One thread: small tensors gain nothing from two, and another worker wants the core. Read when torch is imported.
    os.environ.update(OMP_NUM_THREADS="1", MPLBACKEND="module://matplotlib_inline.backend_inline")
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    _shells.append(make_shell())


def _load(modules: list[str]) -> None:
    """Import what is not there yet."""
    before = len(sys.modules)
    for name in modules:
        if name not in sys.modules:
            with contextlib.suppress(Exception):  # `from torch import nn` may mean a module torch.nn, or a function
                importlib.import_module(name)
    if len(sys.modules) > before:
        gc.collect()
        gc.freeze()  # a collection in a child would otherwise copy all the memory that it shares with this process


def _listen(reading: int, until: float) -> list[dict]:
    """What a child says, a line of JSON each, until it has said all or its time is up."""
    text = b""
    while not text.endswith(END) and select.select([reading], [], [], max(0, until - time.monotonic()))[0]:
        piece = os.read(reading, 1 << 16)
        if not piece:
            break
        text += piece
    return [json.loads(line) for line in text.splitlines() if line]


def _result(run: Run, said: list[dict], status: int) -> Ran:
    why = f"it used more than {run.seconds:g} s of processor time"
    if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)):
        why = "its process ended by itself"
    failed = {cell.name: f"not run: {why}" for cell in run.cells if cell.role == "test"}
    ended: dict = {}
    for message in said:
        ended |= message if "seconds" in message else {}
        if "test" in message:
            failed[message["test"]] = message["lost"]
    failed = {name: message for name, message in failed.items() if message}
    raised = [message["raised"] for message in said if "raised" in message]
    return Ran(failed, ended.get("seconds", run.seconds), ended.get("modules", []), ended.get("crossing", []), raised)


# --- in a child -------------------------------------------------------------------------------------------------------

END = b'"end": true}\n'


def _run_here(run: Run, folder: str, writing: int) -> None:
    """Run the cells in this process and tell about each test as soon as it is over."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(run.seconds), math.ceil(run.seconds) + 1))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    for path, content in run.files.items():
        Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
        Path(folder, path).write_bytes(content)
    os.chdir(folder)
    sys.path.insert(0, folder)
    tempfile.tempdir = folder
    before = set(sys.modules)
    shell = _shells[0]
    outputs: list[dict] = []
    take_over(shell, outputs.append)
    shell.shows_errors = False
    watch = Watch(run.cells, run.hidden)
    if run.hidden:
        sys.setprofile(watch)
    for cell in run.cells:
        outputs.clear()
        # Every cell is a file with its own name, so that a function says where it comes from.
        shell.compile.cell_name = f"<{cell.name}>"
        result = shell.run(cell.code)
        error = shell.error_of(result)
        if cell.role == "test":
            message = _words(error) if error else lost(outputs, cell.points)
            _say(writing, {"test": cell.name, "lost": message})
        elif error:
            _say(writing, {"raised": f"{cell.name}, which begins with `{begins_with(cell.code)}`: {_words(error)}"})
    beside = Files(run.files, {}).modules
    modules = [name for name in sys.modules if name not in before and name not in beside]
    _say(writing, {"seconds": time.process_time(), "modules": modules, "crossing": watch.found, "end": True})


def _words(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:
        return type(error).__name__


def _say(writing: int, message: dict) -> None:
    line = json.dumps(message).encode() + b"\n"
    while line:
        line = line[os.write(writing, line) :]
