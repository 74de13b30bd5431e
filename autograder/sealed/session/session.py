"""Grade one submission sealed: its cells in one process, the instructor's tests in another."""

import contextlib
import math
import select
import signal
import socket
import time

from nbformat import NotebookNode

from autograder.sealed import wire
from autograder.sealed.errors import (
    CannotIsolate,
    FilesRefused,
    KilledFromOutside,
    MalformedReply,
    ParentProcessGone,
    SetupFailed,
)
from autograder.sealed.limits import NO_FILES, Files, Limits
from autograder.sealed.plan.cells import Step, TrustedCell, plan, setup_imports
from autograder.sealed.processes import child
from autograder.sealed.processes.handles import Parent
from autograder.sealed.processes.pool import Pool
from autograder.sealed.session.outputs import CellOutputs, error_output, show_score
from autograder.sealed.session.program import cells_of, program_of
from autograder.sealed.session.start import Chances, check_files, copy_of
from autograder.sealed.session.watch import TICK, Watch

CELLS_FULL = 30  # a student can add cells: all of them together may run as long as this many may


def execute_sealed(
    submission: NotebookNode,
    source: NotebookNode,
    files: Files = NO_FILES,
    limits: Limits | None = None,
    *,
    pool: Pool,
) -> NotebookNode:
    """Run a sanitised submission against the instructor's notebook; returns it executed.

    submission: the student's notebook after nbgrader's sanitising
    source:     the instructor's notebook, with solutions and hidden tests
    files:      what lies beside the notebook
    pool:       the processes to grade with
    Outputs of test cells come from the trusted process alone. Everything but the pool can be pickled, and
    nothing touches a gradebook, so this may run in any worker process that has a pool of its own. When somebody else
    kills one of its processes, the submission is run again, once; when an instructor's first cells fail, without the
    files that were handed in.
    Raises KilledFromOutside when the tests' process is killed both times, and a GraderError when nothing can be
    graded here.
    """
    limits = limits or Limits()
    for last in (False, True):
        try:
            return _execute(submission, source, files, limits, last, pool)
        except (KilledFromOutside, ParentProcessGone):
            if last:
                raise
        except SetupFailed:  # a file of the submission may be why; without any, the assignment is
            if last or not files.handed_in:
                raise
            files = Files(files.given, {})
    raise AssertionError("the last try returns or raises")


def _execute(
    submission: NotebookNode, source: NotebookNode, files: Files, limits: Limits, last_try: bool, pool: Pool
) -> NotebookNode:
    check_files(files, limits)
    done, chances = copy_of(submission), Chances.of(submission, source)
    steps = plan(done, source)
    parent = pool.parent(limits.unsandboxed, setup_imports(source, files.modules), limits.preload)
    session = Session(parent, limits, files, chances, cells_of(steps), last_try)
    done.metadata["autograder"] = {"seed": chances.seed}
    try:
        for step in steps:
            cell = done.cells[step.index]
            cell.outputs, cell.execution_count = [], None
            if step.test is None:
                cell.outputs, cell.execution_count = session.run_student(step)
            else:
                cell.outputs = session.run_test(step.test, step.before)
    except KeyboardInterrupt:
        session.parent.stop()  # a request may have been cut in two
        raise
    finally:
        if session.parent.alive():
            session.close()
    return done


class Session:
    """The two processes of one submission, seen from the grader."""

    def __init__(
        self,
        parent: Parent,
        limits: Limits,
        files: Files,
        chances: Chances,
        cells: tuple[TrustedCell, ...],
        last_try: bool = True,
    ):
        """cells: all that the tests' process will run; they are sent at once, and later named by their place."""
        self.parent, self.limits, self.last_try = parent, limits, last_try
        self.places = {cell: place for place, cell in enumerate(cells)}
        self.left = limits.notebook_output
        self.most_time = self.time_left = CELLS_FULL * limits.cell_timeout
        self.gone: dict[str, str] = {}  # role: why its process is not there any more
        self.count = 0
        self.setup_problem: tuple[str, str] | None = None
        self.sockets: dict[str, socket.socket] = {}
        self.sockets["student"], self.sockets["trusted"] = parent.open(limits)
        self.readers = {role: wire.FrameReader(8 * limits.cell_output + (1 << 20)) for role in self.sockets}
        start, blob = child.pack_files(files, chances.seed, chances.libraries)
        for role in ("student", "trusted"):  # in this order: the student's process writes the shared files
            self._begin(role, start, blob)
        with contextlib.suppress(OSError):  # it ended meanwhile, which its first cell will tell
            wire.send(self.sockets["trusted"], {"op": "program"}, program_of(cells))

    def run_student(self, step: Step) -> tuple[list[NotebookNode], int | None]:
        """Run a cell of the submission; the setup cells that belong before it run first on the tests' side."""
        self._run_setups(step.before)
        shown = CellOutputs(min(self.limits.cell_output, self.left))
        if self.time_left <= 0 and "student" not in self.gone:
            self.kill("student", f"the cells of this notebook ran longer than {self.most_time:g} seconds together.")
        if "student" in self.gone:
            shown.error("NotRun", f"This cell was not run: {self.gone['student']}")
            return shown.outputs, None
        request = {"op": "cell", "n": self._next(), "code": step.code, "setup": step.is_setup}
        started = time.monotonic()
        done, problem = self._exchange("student", request, shown)
        self.time_left -= time.monotonic() - started
        self.left -= min(self.left, shown.size)
        if problem:
            shown.error(*problem)
        count = done.get("count")
        return shown.outputs, count if type(count) is int else None

    def run_test(self, test: TrustedCell, before: list[TrustedCell]) -> list[NotebookNode]:
        """Run the setup cells that this test waits for, then the test; its outputs decide the points."""
        self._run_setups(before)
        for role in ("trusted", "student"):
            if role in self.gone:
                return [error_output("NotRun", f"This test was not run: {self.gone[role]}")]
        done, problem = self._exchange_trusted(test)
        if problem:
            return [error_output(*problem)]
        return self._test_outputs(test, done)

    def _run_setups(self, cells: list[TrustedCell]) -> None:
        for cell in cells:
            if "trusted" not in self.gone:
                ended, problem = self._exchange_trusted(cell)
                failed = problem or ended.get("error")
                if problem is None and cell.may_fail:
                    continue
                if failed and cell.leads:
                    name, message = failed
                    raise SetupFailed(name, message, cell.code)
                self.setup_problem = failed or self.setup_problem

    def close(self) -> dict:
        """End both processes; returns how each ended and what it used."""
        for sock in self.sockets.values():
            sock.close()
        return self.parent.close()

    def _test_outputs(self, test: TrustedCell, done: dict) -> list[NotebookNode]:
        shown = CellOutputs(self.limits.cell_output)
        for output in done["outputs"]:
            if "error" not in done or output["output_type"] == "stream":
                shown.add(output)
        if "error" in done:
            name, message = done["error"]
            if name == "StudentGone":
                message = self.gone.get("student") or self._why("student")
            elif self.setup_problem:
                message = "{} (A cell before this one failed: {}: {})".format(message, *self.setup_problem).lstrip()
            shown.error(name, message[:20_000])
            return shown.outputs
        score = done.get("result")
        if score is not None and (math.isnan(score) or score < 0):
            return [error_output("InvalidScore", "The test computed no valid score. Ask your instructor.")]
        if score is not None and score > test.points:
            if not math.isclose(score, test.points):
                return [error_output("InvalidScore", f"The test computed more than its {test.points:g} points.")]
            show_score(shown.outputs, test.points)
        # nbgrader reads a shown number as partial credit, and an object of the answer chooses how it is shown.
        unwanted = ("execute_result",) if score is None else ()
        return [
            output for output in shown.outputs if output.get("name") != "stderr" and output.output_type not in unwanted
        ]

    def _exchange_trusted(self, cell: TrustedCell) -> tuple[dict, tuple[str, str] | None]:
        return self._exchange("trusted", {"op": "cell", "n": self._next(), "cell": self.places[cell]}, None)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _begin(self, role: str, start: dict, blob: bytes) -> None:
        sock = self.sockets[role]
        sock.settimeout(self.limits.setup_timeout)
        try:
            wire.send(sock, start, blob)
            answer, _ = wire.receive(sock, 0)
        except (OSError, EOFError) as error:
            try:
                self._why(role)  # raises when it was killed
            finally:
                self.close()
            raise CannotIsolate(f"the {role} process did not start ({str(error) or 'it ended'})") from None
        if answer["event"] != "started":
            self.close()
            raise FilesRefused(answer["why"]) if answer["event"] == "files refused" else CannotIsolate(answer["why"])
        sock.settimeout(None)

    def _exchange(self, role: str, request: dict, shown: CellOutputs | None) -> tuple[dict, tuple[str, str] | None]:
        """Send a cell to a process and wait until it is done, within the limits.

        Returns its message, or {}, and what went wrong as (name, message), or None.
        """
        watch = Watch(self, role)
        try:
            self._send(role, request)
        except OSError:
            return {}, ("Stopped", self._lost(role))
        done: dict | None = None
        while done is None:
            waiting = [sock for name, sock in self.sockets.items() if name not in self.gone]
            ready, _, _ = select.select(waiting, [], [], TICK)
            for name, sock in list(self.sockets.items()):
                if sock not in ready:
                    continue
                for message in self._read(name, sock):
                    if name != role:
                        continue  # what an answer prints while a test runs
                    if message.get("event") == "output" and shown is not None:
                        shown.add(message.get("output"))
                    elif message.get("event") == "done" and message.get("n") == request["n"]:
                        done = message
            if role in self.gone:
                return {}, watch.problem or ("Stopped", self.gone[role])
            if done is None and time.monotonic() >= watch.next_look:
                watch.look()
        return done, watch.problem_of(done)

    def _send(self, role: str, request: dict) -> None:
        """A process that does not read its socket must not hold the grader: a long cell fills the buffer."""
        sock = self.sockets[role]
        sock.settimeout(self.limits.cell_timeout)
        try:
            wire.send(sock, request)
        except TimeoutError:
            self.kill(role, "it did not take its next cell and was killed.")
            raise
        finally:
            sock.settimeout(None)

    def _read(self, role: str, sock: socket.socket) -> list[dict]:
        try:
            piece = sock.recv(1 << 18)
            messages = list(self.readers[role].feed(piece)) if piece else []
        except OSError:
            piece, messages = b"", []
        except MalformedReply as error:
            self.kill(role, f"{error}.")
            return []
        if not piece:
            self._lost(role)
        return messages

    def kill(self, role: str, why: str) -> None:
        """Kill the process of a role; why: what its later cells say instead of running."""
        self.gone.setdefault(role, why)
        self.parent.signal(role, signal.SIGKILL)

    def _lost(self, role: str) -> str:
        if role not in self.gone:
            self.gone[role] = self._why(role)
        return self.gone[role]

    def _why(self, role: str) -> str:
        owner = "the answer's" if role == "student" else "the tests'"
        status = self.parent.status(role)
        if status is None:
            return f"{owner} process closed its connection."
        if status == -signal.SIGKILL and (role == "trusted" or not self.last_try):
            # Not from here. An operator, or a machine short of memory, may have done it, and not this answer:
            # one that kills itself does it again.
            raise KilledFromOutside(owner)
        if status < 0:
            return f"{owner} process was ended by signal {-status} ({signal.strsignal(-status)})."
        return f"{owner} process ended by itself (exit status {status})."
