"""The trusted process: runs the instructor's setup and test cells with pristine libraries, and decides."""

from __future__ import annotations

import builtins
import marshal
import signal
import socket
import types
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import ExecutionResult

from autograder.sealed import backends, wire
from autograder.sealed.kernel import shell as shells
from autograder.sealed.kernel.modules import Modules
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side.bridge import TrustedBridge
from autograder.sealed.tests_side.proxies import RemoteType

#: no call that an answer passes such a value of a setup cell to can change it
UNCHANGING = (types.ModuleType, types.FunctionType, type, int, float, complex, str, bytes, range, frozenset)


def run(
    shell: shells.Shell, control: socket.socket, bridge_socket: socket.socket, limits: Limits, modules: Modules
) -> None:
    """Serve the grader's cells until it hangs up. modules: those that instructor's cells may import."""
    outputs: list[dict] = []
    cells: list[dict] = []
    shells.take_over(shell, _collector(outputs, limits.cell_output))
    shell.shows_errors = False
    bridge = TrustedBridge(bridge_socket, limits, shell.user_ns)
    signal.signal(signal.SIGINT, bridge.interrupts.take)
    modules.on_import(bridge.take_module)
    namespace = InstructorsNamespace(shell, bridge)
    while True:
        try:
            request, blob = wire.receive(control, wire.MAX_PROGRAM)
        except EOFError:
            return
        except KeyboardInterrupt:
            continue
        if request["op"] == "program":
            cells = marshal.loads(blob)
            continue
        outputs.clear()
        request |= cells[request["cell"]]
        try:
            done = namespace.run_test(request) if request["kind"] == "test" else namespace.run_setup(request)
        except KeyboardInterrupt:
            done = {"error": ["KeyboardInterrupt", "interrupted"]}
        except SystemExit as error:  # an answer's, from what a test leaves behind for later
            done = {"error": ["SystemExit", _message(error)]}
        more = {"outputs": outputs, "cut": bridge.interrupts.is_cut}
        wire.send(control, {"event": "done", "n": request["n"], **more, **done})


class InstructorsNamespace:
    """The namespace in which the instructor's cells run."""

    def __init__(self, shell: shells.Shell, bridge: TrustedBridge):
        self.shell, self.bridge = shell, bridge
        self.words: set[str] = set()  # of all instructor code so far: a helper in it may use an answer's name
        self.answers: dict[str, object] = {}  # functions and classes of the answer, as it last knew them
        bridge.rebound = self.rebound
        self.imported: set[str] = set()
        self.own: set[str] = set()  # names that instructor cells bound since an answer last touched them

    def run_setup(self, request: dict) -> dict:
        """Run a setup cell, and note what it defines; returns {"result": …} or {"error": [name, message]}."""
        self._run_imports(request["imports"])
        before = dict(self.shell.user_ns)
        done = self._run(request)
        for name, value in list(self.shell.user_ns.items()):
            if before.get(name) is value or not isinstance(value, type | types.FunctionType):
                continue
            if value.__module__ != "__main__" or value.__qualname__ != name:
                continue
            if isinstance(value, types.FunctionType) and name in request["scenarios"]:
                value = self.shell.user_ns[name] = self.bridge.scenario(value, request["scenarios"][name])
            self.bridge.setup["__main__", name] = value
        self._note_classes(before)
        return done

    def _note_classes(self, before: dict) -> None:
        """Classes that a cell imported by name: models of them are rebuilt here, and they may be named."""
        for name, value in self.shell.user_ns.items():
            if isinstance(value, type) and before.get(name) is not value and value.__module__ != "__main__":
                key = (value.__module__, value.__qualname__)
                if self.bridge.imported.setdefault(key, value) is value:
                    self.bridge.untold.append(key)

    def run_test(self, request: dict) -> dict:
        """Run a test cell; returns {"result": partial credit or None} or {"error": [name, message]}."""
        self._run_imports(request["imports"])
        return self._run(request)

    def _run(self, request: dict) -> dict:
        self.words |= set(request["words"])
        self.own -= set(request["fresh"])
        try:
            self._bind_answers(request)
        except Exception as error:
            return {"error": [type(error).__name__, str(error)]}
        result = self._run_code(request["code"], request["compiled"])
        if request["kind"] != "test":  # the answer's side runs this cell, too, and does the same to its own data
            self.bridge.names.begin([], {})
        self._tell_answer()
        self.own |= set(request["binds"])
        raised = self.shell.error_of(result)
        if raised is None:
            return {"result": self._number(result.result)}
        return {"error": [type(raised).__name__, backends.without_values(raised, _message(raised))]}

    def _number(self, value: Any) -> float | None:
        """The partial credit that a test's last line says, or None.

        Source: nbgrader.utils.get_partial_grade: a value is a number when its text is one; all else means all points.
        An object of the answer chooses its own text.
        """
        is_answers = self.bridge.handle_of(value) is not None or self.bridge.handle_of(type(value)) is not None
        if is_answers or isinstance(value, str | bytes | list | tuple | dict | set):
            return None
        try:
            return float(repr(value))
        except Exception:
            return None

    def _run_code(self, code: str, compiled: tuple[types.CodeType, types.CodeType | None] | None) -> ExecutionResult:
        return self.shell.run_compiled(code, *compiled) if compiled else self.shell.run(code)

    def rebound(self) -> list[tuple[str, bool, object]]:
        """What the test did to the answer's functions: `del f`, or `f = spy`. Data is never sent this way."""
        space, changes = self.shell.user_ns, []
        for name, known in list(self.answers.items()):
            now = space.get(name)
            if now is not known and (now is None or callable(now)):
                changes.append((name, name in space, now))
                self.answers[name] = now
        return changes

    def _tell_answer(self) -> None:
        """Tell it what the cell did to its names since the last call: the next cell finds them so."""
        try:
            rebound = any(self.shell.user_ns.get(name) is not known for name, known in self.answers.items())
            if rebound or self.bridge.names.is_changed():
                self.bridge.do("nothing", None)
        except Exception:
            return

    def _bind_answers(self, request: dict) -> None:
        """Bind the answer's names that this cell can reach to what the student's process has now."""
        space = self.shell.user_ns
        used = self.words
        names = {name for name in request["bound"] if name in used}
        names |= {name for name in request["changed"] if name in used and not isinstance(space.get(name), UNCHANGING)}
        names |= {name for name in request["filled"] if name in used and isinstance(space.get(name), list | dict | set)}
        names -= self.own
        if request["kind"] == "test":
            names |= {name for name in request["free"] if name not in space and not hasattr(builtins, name)}
        imported = (set(request["imported"]) & used) - self.own
        if not names | imported:
            return
        found = self.bridge.fetch(sorted(names | imported), own=request["binds"])
        self.bridge.classes |= {found[name] for name in request["classes"] if isinstance(found.get(name), RemoteType)}
        for name in names:
            if name in found:
                space[name] = found[name]
                if self.bridge.handle_of(found[name]) is not None:
                    self.answers[name] = found[name]
            elif name in request["bound"]:
                space.pop(name, None)
        for name in imported - found.keys():
            space.pop(name, None)

    def _run_imports(self, statements: list[str]) -> None:
        """The imports of the instructor's own solution: its names mean the pristine libraries here."""
        for statement in statements:
            if statement in self.imported:
                continue
            self.imported.add(statement)
            before = dict(self.shell.user_ns)
            try:
                exec(statement, self.shell.user_ns)
            except Exception:
                continue
            self._note_classes(before)


def _collector(outputs: list[dict], limit: int) -> Callable[[dict], None]:
    """Keep what a test prints, up to a limit; stderr costs points in nbgrader, so a warning is not kept."""
    size = 0

    def emit(output: dict) -> None:
        nonlocal size
        if not outputs:
            size = 0
        if output["output_type"] == "error" or output.get("name") == "stderr":
            return
        size += len(str(output.get("text") or output.get("data") or ""))
        if size <= limit:
            outputs.append(output)

    return emit


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""
