"""What a learner sees of a check: a tick and what passed, or a cross and one thing to look at, or "not answered yet".

The lines of a test are noise to a learner, and some are hidden tests: no traceback shows them.
"""

from __future__ import annotations

import linecache
import os
import textwrap
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coursekit.check import LINE, CheckFailed
from coursekit.lessons import LESSONS

ALL = "all"  #: what a test returns at the end of its hidden part: nothing more is checked when it is graded
GREEN, RED, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[39m"


def show(label: str, test: Callable[[], object], notebook: dict[str, Any]) -> None:
    """Run a test, and say how it went.

    label:    how the learner knows it, e.g. "1.4 states_equal · keys"
    notebook: the namespace in which the learner's functions are defined

    Raises what the test raised; IPython then shows the verdict in place of a traceback.
    """
    try:
        done = test()
    except Exception as error:
        lines = _said_of(label, error, notebook)
        _note(label, passed=False)
        error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]  # IPython asks for this
        raise
    _note(label, passed=True)
    more = "" if done == ALL else " More is checked when it is graded."
    lines = textwrap.wrap(f"{label}: passed.{more}", LINE)
    print(f"{GREEN}✓{PLAIN}", "\n".join(lines))


def watched() -> bool:
    """Whether a person runs this notebook: a Jupyter server started its kernel, and nbgrader does not grade it."""
    return "JPY_SESSION_NAME" in os.environ and "NBGRADER_EXECUTION" not in os.environ


def show_progress() -> None:
    """The learner's progress, as a line that follows what they do in this notebook. Nothing where nobody looks."""
    if watched():
        from IPython.display import display

        from coursekit import progress  # only here: graders need none of it

        display(progress.strip(_unit_of(os.environ["JPY_SESSION_NAME"])))


def _unit_of(path: str) -> int | None:
    """The number of the unit in whose folder a notebook lies."""
    folder = Path(path).parent.name
    return LESSONS.index(folder) if folder in LESSONS else None


def _note(label: str, passed: bool) -> None:
    if watched():
        from coursekit import progress

        progress.check(label, passed)


def _said_of(label: str, error: Exception, notebook: dict[str, Any]) -> list[str]:
    exercise = label.partition(" · ")[0]
    if isinstance(error, NotImplementedError) and not str(error):
        return [f"○ {exercise} is not answered yet."]
    if isinstance(error, CheckFailed):
        said = [str(error)]
    elif isinstance(error, NameError) and error.name == exercise.partition(" ")[2]:
        said = [f"{error.name} is not defined. Run the cell of your answer first."]
    else:
        said = [f"{type(error).__name__}: {error}".rstrip(": ") + _where(error, notebook)]
    lines = [line for text in said for part in text.splitlines() for line in textwrap.wrap(part, LINE) or [""]]
    return [f"{RED}✗{PLAIN} {label}: not right yet.", *lines]


def _where(error: Exception, notebook: dict[str, Any]) -> str:
    """The learner's own line in which it happened, when there is one."""
    own = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals is notebook and frame.f_code.co_name != "<module>"
    ]
    if not own:
        return "\nThis came up while the check looked at what your code did or returned."
    file, line = own[-1]
    return f"\nIt came from line {line} of your cell:\n{linecache.getline(file, line).strip()}"
