"""An answer bank: answers to every exercise of an assignment, and the notebooks that they go into.

    <answers>/<assignment>/<exercise>/right/*.py     unusual right answers: they keep every point of their exercise
    <answers>/<assignment>/<exercise>/wrong/*.py     real misconceptions: they lose points, in their exercise only
    <answers>/<assignment>/<exercise>/hostile/*.py   cheats: they earn nothing; they only ever run sealed

An exercise is named by the grade_id of its answer cell. An answer file begins with a docstring that names the idea; the
rest replaces the answer cell.
"""

from __future__ import annotations

import ast
import io
import shlex
import tokenize
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import MissingEntry

from autograder.course.folder import Course
from autograder.course.released import instructors_notebook
from autograder.grading.preprocessor import check_kernel
from autograder.sealed.errors import CourseProblem
from autograder.sealed.limits import Files
from autograder.sealed.plan.marks import is_answer, is_test, nbgrader_of

KINDS = ("right", "wrong", "hostile")


@dataclass(frozen=True)
class Answer:
    """A file of the bank."""

    assignment: str
    exercise: str
    kind: str  #: one of KINDS
    path: Path

    @property
    def name(self) -> str:
        """Its path in the bank, without the ending."""
        return f"{self.assignment}/{self.exercise}/{self.kind}/{self.path.stem}"

    @property
    def source(self) -> str:
        """What replaces the answer cell: the file without its docstring."""
        text, end, _ = self._read()
        return "\n".join(text.splitlines()[end:]).strip("\n")

    @property
    def idea(self) -> str:
        """The docstring; "" when there is none."""
        return self._read()[2]

    def _read(self) -> tuple[str, int, str]:
        """The file, the last line of its docstring, and what that says. Raises CourseProblem when none can be read."""
        try:
            text = self.path.read_text(encoding="utf-8")
            return text, *_docstring(text)
        except UnicodeDecodeError as error:
            said = f"{self.path} is not UTF-8 text (byte {error.start}). Next step: save it as UTF-8."
        except (tokenize.TokenError, SyntaxError):
            said = f"{self.path} begins with a docstring that does not end. Next step: end it."
        raise CourseProblem(said)


def _docstring(text: str) -> tuple[int, str]:
    """The last line of the docstring and what it says; (0, "") without one. The rest may be no Python at all."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING:
            return token.end[0], ast.literal_eval(token.string).strip()
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            break
    return 0, ""


def read_answers(folder: Path, assignment: str, exercise: str = "*", kind: str = "*") -> list[Answer]:
    """The answers in a bank, sorted by path; exercise and kind may be patterns of glob."""
    paths = sorted((folder / assignment).glob(f"{exercise}/{kind}/*.py"))
    return [Answer(assignment, path.parent.parent.name, path.parent.name, path) for path in paths]


@dataclass(frozen=True)
class Exercise:
    """An answer cell and the test cells that grade it."""

    name: str
    tests: dict[str, float]  #: grade_id of each test cell and its points


def exercises_of(notebook: NotebookNode) -> list[Exercise]:
    """The exercises of a source notebook that are graded automatically.

    An exercise's tests are those that follow its answer cell, up to the next answer cell. Answer cells with no test
    between them share the tests that follow. Tests before the first answer cell belong to no exercise.
    """
    found: list[Exercise] = []
    waiting: list[Exercise] = []
    for cell in notebook.cells:
        marks = nbgrader_of(cell)
        if is_test(cell):
            for exercise in waiting:
                exercise.tests[marks["grade_id"]] = float(marks.get("points") or 0)
        elif is_answer(cell):
            if any(exercise.tests for exercise in waiting):
                waiting = []
            waiting.append(Exercise(marks["grade_id"], {}))
            found.append(waiting[-1])
    return [exercise for exercise in found if exercise.tests]


def solutions(notebook: NotebookNode) -> dict[str, str]:
    """The reference answers of a source notebook, by the grade_id of the answer cell."""
    return {nbgrader_of(cell)["grade_id"]: cell.source for cell in notebook.cells if is_answer(cell)}


def fill_in(notebook: NotebookNode, sources: dict[str, str]) -> NotebookNode:
    """Put answers into a notebook (released or source), by the grade_id of the answer cell. Changes and returns it."""
    left = dict(sources)
    for cell in notebook.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if grade_id in left:
            cell.source = left.pop(grade_id)
    if left:
        raise KeyError(f"no answer cell named {', '.join(left)}")
    return notebook


@dataclass(frozen=True)
class Sheet:
    """One notebook of an assignment, as the instructor wrote it."""

    assignment: str
    name: str
    notebook: NotebookNode
    files: Files  #: what lies beside it

    @property
    def exercises(self) -> list[Exercise]:
        """The exercises of this notebook, in its order."""
        return exercises_of(self.notebook)


def read_sheets(course: Course, assignment: str) -> list[Sheet]:
    """The notebooks of an assignment that have exercises.

    Raises CourseProblem when there is none, or when two notebooks have an answer cell of the same name, and NotPython.
    """
    folder = course.source(assignment)
    source = course.sources(assignment)
    files = Files(source.files, {})
    sheets = []
    for name, notebook in sorted(source.notebooks.items()):
        check_kernel(notebook)
        if any("AUTOTEST" in cell.source for cell in notebook.cells if is_test(cell)):
            # nbgrader writes the test itself when it makes the release; the gradebook has it.
            try:
                with course.gradebook() as gradebook:
                    released = gradebook.find_notebook(name, assignment)
                    notebook = instructors_notebook(assignment, released, notebook)
            except MissingEntry:
                raise CourseProblem(
                    f"{name}.ipynb has autotests, which nbgrader fills in when it makes the release. "
                    f"Next step: nbgrader generate_assignment {shlex.quote(assignment)}"
                ) from None
        if exercises_of(notebook):
            sheets.append(Sheet(assignment, name, notebook, files))
    if not sheets:
        raise CourseProblem(
            f"No notebook with an answer cell and a test cell in {folder}. Next step: name an assignment that has one."
        )
    names = [exercise.name for sheet in sheets for exercise in sheet.exercises]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise CourseProblem(
            f"{assignment}: more than one answer cell is named {', '.join(doubled)}, so the bank cannot tell them "
            "apart. Next step: give each answer cell a grade_id of its own."
        )
    return sheets
