"""The answer bank: drop-in answers for every exercise, and how to put them into a submission.

    tests/answers/<unit>/<exercise>/right/*.py   unusual right answers: they keep every point of their exercise
    tests/answers/<unit>/<exercise>/wrong/*.py   real misconceptions: they lose points, in their exercise only

An exercise is named by the grade_id of its answer cell. Its test cells are those that follow, up to the next answer
cell. The first lines of an answer file are a docstring that names the idea or the misconception.

    python tests/answer_bank.py 04 [exercise]    grade the bank of a unit in plain kernels, quickly, and say what failed
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

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


# --- quick grading in a plain interpreter, for whoever writes answers and tests ---------------------------------------


def plain_failures(unit: str, sources: dict[str, str], timeout: float = 120) -> dict[str, str]:
    """Run the source notebook with these answers in a new Python process; return what each failed test said.

    Test cells that do not appear passed. No IPython, no nbgrader: cells run one after the other, errors are kept.
    """
    notebook = fill_in(read_notebook(unit), sources)
    cells = [
        (
            cell.metadata.get("nbgrader", {}).get("grade_id"),
            bool(cell.metadata.get("nbgrader", {}).get("grade")),
            cell.source,
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", RUN_CELLS],
            input=json.dumps(cells),
            capture_output=True,
            text=True,
            cwd=folder,
            timeout=timeout,
            env={**os.environ, "TMPDIR": folder},
        )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


RUN_CELLS = """
import json, sys, traceback
names = {"__name__": "__main__"}
failed = {}
for grade_id, is_test, source in json.load(sys.stdin):
    try:
        exec(compile(source, f"<{grade_id}>", "exec"), names)
    except BaseException as error:
        if is_test:
            failed[grade_id] = f"{type(error).__name__}: {error}"
print(json.dumps(failed))
"""


def main(prefix: str, only: str = "*") -> int:
    (unit,) = [unit for unit in units() if unit.startswith(prefix)]
    problems = 0
    start = time.monotonic()
    failed = plain_failures(unit, {})
    print(f"reference solution: {failed or 'every test passes'} ({time.monotonic() - start:.1f} s with imports)")
    problems += len(failed)
    for exercise in exercises(unit):
        if only not in ("*", exercise.name):
            continue
        kinds = {kind: answers(unit, exercise.name, kind) for kind in ("right", "wrong")}
        if len(kinds["right"]) < 2 or len(kinds["wrong"]) < 3:
            problems += 1
            print(
                f"{exercise.name}: {len(kinds['right'])} right and {len(kinds['wrong'])} wrong; at least 2 and 3 needed"
            )
        for answer in [*kinds["right"], *kinds["wrong"]]:
            failed = plain_failures(unit, {exercise.name: answer.source})
            elsewhere = set(failed) - set(exercise.tests)
            good = (not failed) if answer.kind == "right" else (bool(failed) and not elsewhere)
            problems += not good
            print(f"{'ok ' if good else 'BAD'} {answer.name}")
            for test, message in failed.items():
                print(f"      {test}: {message[:300]}")
    print(f"{problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
