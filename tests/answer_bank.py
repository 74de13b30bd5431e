"""The answer bank: drop-in answers for every exercise, and how to put them into a submission.

    tests/answers/<unit>/<exercise>/right/*.py   unusual right answers: they keep every point of their exercise
    tests/answers/<unit>/<exercise>/wrong/*.py   real misconceptions: they lose points, in their exercise only

An exercise is named by the grade_id of its answer cell. Its test cells are those that follow, up to the next answer
cell. The first lines of an answer file are a docstring that names the idea or the misconception.

    python -m tools.grade_bank 04 [exercise]    grade the bank of a unit quickly, in plain Python, and say what failed
"""

from __future__ import annotations

import ast
import contextlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "tests" / "answers"


@dataclass(frozen=True)
class Answer:
    unit: str
    exercise: str
    kind: str  #: "right" or "wrong"
    path: Path

    @property
    def name(self) -> str:
        return f"{self.unit}/{self.exercise}/{self.kind}/{self.path.stem}"

    @property
    def source(self) -> str:
        """What replaces the answer cell: the file without its docstring."""
        text = self.path.read_text(encoding="utf-8")
        docstring = ast.parse(text).body[0]
        return "\n".join(text.splitlines()[docstring.end_lineno :]).strip("\n")

    @property
    def idea(self) -> str:
        return ast.get_docstring(ast.parse(self.path.read_text(encoding="utf-8"))) or ""


@dataclass(frozen=True)
class Exercise:
    """An answer cell and the test cells that grade it."""

    name: str
    tests: dict[str, float]  #: grade_id of each test cell and its points


def units() -> list[str]:
    return sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir())


def notebook_path(unit: str, step: str = "source") -> Path:
    (path,) = (ROOT / step / unit).glob("*.ipynb")
    return path


def read_notebook(unit: str, step: str = "source") -> NotebookNode:
    return nbformat.read(notebook_path(unit, step), as_version=4)


def exercises(unit: str) -> list[Exercise]:
    found: list[Exercise] = []
    for cell in read_notebook(unit).cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("solution"):
            found.append(Exercise(nbgrader["grade_id"], {}))
        elif nbgrader.get("grade"):
            found[-1].tests[nbgrader["grade_id"]] = nbgrader["points"]
    return found


def answers(unit: str, exercise: str = "*", kind: str = "*") -> list[Answer]:
    paths = sorted((BANK / unit).glob(f"{exercise}/{kind}/*.py"))
    return [Answer(unit, path.parent.parent.name, path.parent.name, path) for path in paths]


def fill_in(notebook: NotebookNode, sources: dict[str, str]) -> NotebookNode:
    """Put answers into a notebook (released or source), by the grade_id of the answer cell. Changes and returns it."""
    left = dict(sources)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in left:
            cell.source = left.pop(grade_id)
    if left:
        raise KeyError(f"no answer cell named {', '.join(left)}")
    return notebook


def expected_scores(unit: str) -> dict[str, float]:
    """Points of every test cell of a unit, by grade_id."""
    return {test: points for exercise in exercises(unit) for test, points in exercise.tests.items()}


# --- quick grading in a plain interpreter ---


@dataclass(frozen=True)
class Verdict:
    """What became of a source notebook with one answer in it."""

    answer: Answer
    failed: dict[str, str]  #: what each failed test cell said, by grade_id

    @property
    def problem(self) -> str:
        """Why this verdict is unjust; "" when it is just."""
        own = {test for e in exercises(self.answer.unit) if e.name == self.answer.exercise for test in e.tests}
        elsewhere = sorted(set(self.failed) - own)
        if self.answer.kind == "right":
            return f"lost {', '.join(self.failed)}" if self.failed else ""
        if elsewhere:
            return f"lost points elsewhere: {', '.join(elsewhere)}"
        return "" if self.failed else "kept every point"


def plain_verdicts(found: list[Answer], workers: int = 1) -> Iterator[Verdict]:
    """Run a source notebook for each answer, in a process of its own: cells one after the other, no IPython.

    The processes are forked from one that has imported torch, so that an answer takes a fraction of a second.
    """
    context = get_context("forkserver")
    # torch imports its compiler when the first optimizer is made.
    preload = ["torch", "torch._dynamo", "coursekit.check", "coursekit.checkpoints", "tests.answer_bank"]
    context.set_forkserver_preload(preload)
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        yield from pool.map(plain_verdict, found)


def plain_verdict(answer: Answer) -> Verdict:
    return Verdict(answer, plain_failures(answer.unit, {answer.exercise: answer.source}))


def plain_failures(unit: str, sources: dict[str, str]) -> dict[str, str]:
    """Run a source notebook with these answers in this process; return what each failed test cell said."""
    names: dict[str, object] = {"__name__": "__main__"}
    failed = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), mock.patch("tempfile.tempdir", folder):
        for cell in fill_in(read_notebook(unit), sources).cells:
            if cell.cell_type != "code":
                continue
            try:
                exec(compile(cell.source, f"<{cell.id}>", "exec"), names)
            except BaseException as error:
                if cell.metadata.get("nbgrader", {}).get("grade"):
                    failed[cell.id] = f"{type(error).__name__}: {error}"
    return failed
