"""Commands run in this process: starting Python and importing nbgrader would take three seconds for each of them.

Where the start is a part of what is tested, `tools.course_copy.nbgrader` and `subprocess` start a process.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from nbgrader.apps import NbGraderApp
from nbgrader.validator import Validator

from autograder.__main__ import main as autograders_main


def nbgrader(*arguments: str, cwd: Path, check: bool = True) -> CompletedProcess:
    """Run an nbgrader command in a folder. With check, a failure raises RuntimeError with its own words."""
    done = _run(nbgraders_main, ["nbgrader", *arguments], cwd)
    if check and done.returncode:
        raise RuntimeError(f"nbgrader {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
    return done


def autograder(*arguments: str, cwd: Path) -> CompletedProcess:
    """Run the command `autograder` in a folder."""
    return _run(autograders_main, ["autograder", *arguments], cwd)


def nbgraders_main() -> None:
    """nbgrader's command, which leaves nothing of itself behind: nbgrader's own tests run it like this."""
    Validator.stream = sys.stdout  # the class takes hold of it when it is imported
    app = NbGraderApp.instance()
    try:
        app.launch_instance(sys.argv[1:])
    finally:
        app.reset()


def _run(main: Callable[[], None], command: list[str], cwd: Path) -> CompletedProcess:
    out, err, code = io.StringIO(), io.StringIO(), 0
    with _as_if_started(command, cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
            if isinstance(end.code, str):
                print(end.code, file=err)
    return CompletedProcess(command, code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _as_if_started(command: list[str], cwd: Path) -> Iterator[None]:
    """Its arguments and working folder; what it changes for its process alone is put back."""
    path = [str(cwd), *sys.path]  # as `python -m` does
    with contextlib.chdir(cwd), patch.multiple(sys, argv=command, path=path), patch.dict(os.environ):
        yield
