"""An IPython shell whose outputs go to a callback, the way a kernel would publish them."""

from __future__ import annotations

import ast
import base64
import contextlib
import linecache
import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

from autograder.sealed.kernel.streams import NoInput, Stream

Emit = Callable[[dict], None]
PLAIN_FLAGS = CachingCompiler().flags  # until a cell imports from __future__
CLEANUPS = TransformerManager().cleanup_transforms
WIDGET = "application/vnd.jupyter.widget-view+json"


class CapturedHook(DisplayHook):
    """Records what `Out[n]` would show."""

    def quiet(self) -> bool:
        """IPython's own, which tokenizes the whole cell, only for a cell that has a semicolon."""
        shell: Any = self.shell
        return ";" in shell.history_manager.input_hist_parsed[-1] and bool(super().quiet())

    def write_output_prompt(self) -> None:
        """A notebook shows the number beside the output."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Called with a MIME bundle and its metadata."""
        output = {"output_type": "execute_result", "execution_count": self.prompt_count}
        shell: Any = self.shell
        shell.emit_in_order(output | {"data": bundle(format_dict), "metadata": md_dict or {}})


class CapturedPublisher(DisplayPublisher):
    """Records display(), figures and clear_output()."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """Called with a MIME bundle by everything that is displayed."""
        kind = "update_display_data" if update else "display_data"
        output = {"output_type": kind, "data": bundle(data), "metadata": metadata or {}}
        self.shell.emit_in_order(output | {"display_id": (transient or {}).get("display_id")})

    def clear_output(self, wait: bool = False) -> None:
        """Called by clear_output(); wait: only when the next output comes."""
        self.shell.emit_in_order({"output_type": "clear_output", "wait": bool(wait)})


class NamedCompiler(CachingCompiler):
    """Compiles cells as files, whose name may be chosen."""

    cell_name = ""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """The file name that the code of a cell has in tracebacks."""
        return self.cell_name or super().get_code_name(raw_code, code, number)


class Shell(InteractiveShell):
    """One interpreter. `emit` is called with each output, in order."""

    compiler_class = NamedCompiler
    emit: Emit = staticmethod(lambda output: None)
    streams: tuple[Stream, ...] = ()  #: stdout and stderr as they were at the start
    shows_errors = True  #: a test's error is reported as its message, and a traceback would show hidden code

    unshown: BaseException | None = None  #: the first error of this cell that a kernel would have shown

    def showtraceback(self, *args: Any, **options: Any) -> None:
        """IPython's own, unless errors are not shown; so are the two below.

        With a first argument it is a display that failed, which is no part of a test.
        """
        if self.shows_errors:
            super().showtraceback(*args, **options)
        elif not args:
            self._note_error()

    def showsyntaxerror(self, *args: Any, **options: Any) -> None:
        """See showtraceback()."""
        if self.shows_errors:
            super().showsyntaxerror(*args, **options)
        else:
            self._note_error()

    def showindentationerror(self) -> None:
        """See showtraceback()."""
        if self.shows_errors:
            super().showindentationerror()
        else:
            self._note_error()

    def error_of(self, result: ExecutionResult) -> BaseException | None:
        """What the cell raised that ran last, or what a cell inside it raised, as that of %%capture is one."""
        return result.error_before_exec or result.error_in_exec or self.unshown

    def _note_error(self) -> None:
        if self.unshown is None:
            self.unshown = sys.exc_info()[1]

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        try:
            text = str(evalue)
        except Exception:
            text = "(the exception has no readable message)"
        self.emit_in_order({"output_type": "error", "ename": etype.__name__, "evalue": text, "traceback": list(stb)})

    def transform_cell(self, raw_cell: str) -> str:
        """IPython's own, which tokenizes a cell several times, only for cells that plain Python does not understand."""
        if self.input_transformers_post or self.input_transformer_manager.cleanup_transforms != CLEANUPS:
            return super().transform_cell(raw_cell)
        try:
            ast.parse(raw_cell)
        except (SyntaxError, ValueError):
            return super().transform_cell(raw_cell)
        return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"

    def should_run_async(self, raw_cell: str, **options: Any) -> bool:
        """IPython's own, which compiles the cell, only for cells that could wait for something."""
        code = raw_cell + (options.get("transformed_cell") or "")
        return ("await" in code or "async" in code) and super().should_run_async(raw_cell, **options)

    def ask_exit(self) -> None:
        """exit() and quit() end nothing here."""

    def enable_gui(self, gui: str | None = None) -> None:
        """No window is ever opened."""

    def run(self, code: str) -> ExecutionResult:
        """Run one cell; returns IPython's result. Everything that it showed went to `emit`."""
        self._put_back_streams()
        self.unshown = None
        try:
            return self.run_cell(code, store_history=True)
        finally:
            self.flush_streams()

    def run_compiled(self, code: str, body: CodeType, last: CodeType | None) -> ExecutionResult:
        """Run a cell of plain Python that names.compile_cell() compiled, as IPython would run it.

        body, last: what it executes, and the expression that it ends with
        Once a cell has asked for something to happen whenever a cell runs, IPython runs it from its text.
        """
        if not self._is_plain():
            return self.run(code)
        name = body.co_filename
        linecache.cache[name] = len(code), None, code.splitlines(keepends=True), name  # for inspect.getsource
        history: Any = self.history_manager  # there is one until the interpreter ends
        history.store_inputs(self.execution_count, code, code)
        self.execution_count += 1
        self.unshown = None
        result = ExecutionResult(None)
        try:
            exec(body, self.user_ns)
            if last is not None:
                result.result = eval(last, self.user_ns)
                self.displayhook(result.result)
                if self.displayhook.quiet():  # its last line ends in a semicolon
                    result.result = None
        except BaseException as error:
            result.error_in_exec = error
        self.events.trigger("post_execute")  # figures are shown
        self.flush_streams()
        return result

    def _put_back_streams(self) -> None:
        """IPython gives both streams another `write` while a cell runs; where a cell left none, ours return."""
        for name, stream in zip(("stdout", "stderr"), self.streams, strict=False):
            try:
                now = getattr(sys, name)
                now.write = now.write
            except KeyboardInterrupt:
                raise
            except BaseException:  # whatever a class of the student's says
                setattr(sys, name, stream)

    def _is_plain(self) -> bool:
        hooks = self.events.callbacks["pre_run_cell"] + self.events.callbacks["post_run_cell"]
        asked = hooks or self.ast_transformers or self.input_transformers_post
        return not asked and self.compile.flags == PLAIN_FLAGS

    def emit_in_order(self, output: dict) -> None:
        """Hand an output on, after what was printed before it."""
        self.flush_streams()
        self.emit(output)

    def flush_streams(self) -> None:
        """Hand on what was printed and still waits, whatever a cell put in the place of sys.stdout since."""
        for stream in self.streams:
            with contextlib.suppress(Exception):  # a cell may have put anything into it
                Stream.flush(stream)


def make_shell() -> Shell:
    """The shell that the importer prepares and that children take over. It never ran anything."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.cache_size = 1000
    config.Completer.use_jedi = False
    shell = Shell.instance(
        config=config, displayhook_class=CapturedHook, display_pub_class=CapturedPublisher, user_ns={}
    )
    # For good: names that come and go in builtins cost Python what it noted about all code that uses builtins.
    contextlib.ExitStack().enter_context(shell.builtin_trap)
    _format_once(shell)
    _inline_figures(shell)
    return shell


def take_over(shell: Shell, emit: Emit) -> None:
    """In the child: send this shell's outputs to `emit`, and refuse input()."""
    shell.emit = emit
    shell.streams = Stream("stdout", shell, 1), Stream("stderr", shell, 2)
    (sys.stdout, sys.stderr), sys.stdin = shell.streams, NoInput()


def bundle(data: dict) -> dict:
    """A MIME bundle that JSON can carry; widgets keep their text."""
    return {
        str(mime): base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for mime, value in data.items()
        if mime != WIDGET
    }


def _format_once(shell: Shell) -> None:
    """The first traceback and the first display import a lot; children inherit what is loaded."""
    try:
        exec(compile("1 / 0", "<first traceback>", "exec"), {})
    except ZeroDivisionError:
        shell.InteractiveTB.structured_traceback(*sys.exc_info())
    formatter: Any = shell.display_formatter
    formatter.format([1])
    shell.transform_cell("x = 1")


def _inline_figures(shell: Shell) -> None:
    if "matplotlib.pyplot" not in sys.modules:
        return
    from matplotlib_inline.backend_inline import configure_inline_support

    configure_inline_support(shell, "module://matplotlib_inline.backend_inline")
