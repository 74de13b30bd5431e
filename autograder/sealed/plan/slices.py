"""Which cells of a notebook have to run to see what one answer does."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from autograder.sealed.plan.marks import grade_id_of, is_answer, is_passed_over, is_test, nbgrader_of
from autograder.sealed.plan.names import names_of


@dataclass(frozen=True)
class Cell:
    """A code cell to run."""

    name: str
    code: str
    role: str  #: "setup", "answer" or "test"
    points: float = 0.0  #: of a test


def cells_of(notebook: NotebookNode) -> list[Cell]:
    """Every code cell of a source notebook that grading runs."""
    found = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and not is_passed_over(cell):
            role = "test" if is_test(cell) else "answer" if is_answer(cell) else "setup"
            points = float(nbgrader_of(cell).get("points") or 0) if role == "test" else 0.0
            found.append(Cell(name_of(cell, number), cell.source, role, points))
    return found


def cells_to_run(
    notebook: NotebookNode, answer: str, tests: Iterable[str], source: str, elsewhere: bool = True
) -> list[Cell]:
    """The cells that show what an answer does, with the answer in its place.

    notebook:  the instructor's, with the solutions
    answer:    the name of the answer cell; source takes its place
    tests:     the names of its own tests
    elsewhere: also the tests of other exercises that use a name which the answer binds, directly or through others

    Setup and answer cells all run, but for a setup cell that shows answers at work and binds nothing that is used.
    Left out are tests that the answer could reach only by changing what is not its own.
    """
    cells = cells_of(notebook)
    imported = frozenset().union(*(names_of(cell.code).imported for cell in cells))
    links = {cell.name: _links(cell.code, imported) for cell in cells}
    mine = _links(source, imported)
    links[answer] = Links(links[answer].binds | mine.binds, links[answer].uses | mine.uses)
    names = [cell.name for cell in cells]
    later = {cell.name for cell in cells[names.index(answer) :] if cell.role == "test"}

    judged = set(tests)
    if elsewhere:
        judged |= _affected(links, links[answer].binds) & later
    base = {cell.name for cell in cells if cell.role == "setup" and not _is_demonstration(cell, cells, links)}
    base |= {cell.name for cell in cells if cell.role == "answer"}
    needed = _providers(links, judged | base)
    return [replace(cell, code=source) if cell.name == answer else cell for cell in cells if cell.name in needed]


def cut(notebook: NotebookNode, cells: list[Cell]) -> NotebookNode:
    """A copy of the notebook with these cells only, and the code that they have here."""
    code = {cell.name: cell.code for cell in cells}
    done = copy.deepcopy(notebook)
    named = [(name_of(cell, number), cell) for number, cell in enumerate(done.cells)]
    done.cells = [cell for name, cell in named if cell.cell_type == "code" and name in code]
    for name, cell in named:
        cell.source = code.get(name, cell.source)
    return done


def name_of(cell: NotebookNode, number: int) -> str:
    """A name for a cell, unique in its notebook; number: its place there."""
    return grade_id_of(cell) or str(cell.get("id") or f"cell {number}")


@dataclass(frozen=True)
class Links:
    """What a cell has to do with names outside it."""

    binds: frozenset[str]  #: names that it binds, imports or changes
    uses: frozenset[str]  #: names that it takes from other cells


def _affected(links: dict[str, Links], names: frozenset[str]) -> set[str]:
    """The cells that use one of these names, or a name bound in such a cell, and so on."""
    found: set[str] = set()
    while True:
        new = {name for name, link in links.items() if name not in found and link.uses & names}
        if not new:
            return found
        found |= new
        names = names.union(*(links[name].binds for name in new))


def _providers(links: dict[str, Links], wanted: set[str]) -> set[str]:
    """These cells, and those whose names they use, and so on, as far as no wanted cell binds the name."""
    wanted = set(wanted)
    while True:
        bound = frozenset().union(*(links[name].binds for name in wanted))
        missing = frozenset().union(*(links[name].uses for name in wanted)) - bound
        new = {name for name, link in links.items() if name not in wanted and link.binds & missing}
        if not new:
            return wanted
        wanted |= new


def _is_demonstration(cell: Cell, cells: list[Cell], links: dict[str, Links]) -> bool:
    answers = frozenset().union(*(links[other.name].binds for other in cells if other.role == "answer"))
    elsewhere = frozenset().union(*(links[other.name].uses for other in cells if other is not cell))
    return bool(links[cell.name].uses & answers) and not links[cell.name].binds & elsewhere


@cache  # of the notebook's own cells, for all answers
def _links(code: str, imported: frozenset[str]) -> Links:
    names = names_of(code)
    # `check.that(...)` changes no module that some cell imported.
    binds = names.bound | names.imported | (names.changed - imported)
    try:
        tree = ast.parse(TransformerManager().transform_cell(code))
    except SyntaxError:
        return Links(binds, frozenset(re.findall(r"[^\W\d]\w*", code)))
    known: set[str] = set()
    uses: set[str] = set()
    for statement in tree.body:
        loaded: set[str] = set()
        stored: set[str] = set()
        inner: set[str] = set()
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
            elif isinstance(node, ast.comprehension):
                inner |= {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
            elif isinstance(node, ast.arg):
                inner.add(node.arg)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef | ast.ExceptHandler):
                stored |= {node.name} if node.name else set()
        # In `x = f(x)` the old x is used. In a loop or a function, what is bound there is taken for its own.
        uses |= loaded - inner - known - (stored if hasattr(statement, "body") else set())
        known |= stored
    return Links(binds, frozenset(uses))
