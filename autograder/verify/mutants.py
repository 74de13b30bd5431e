"""Small mistakes, put one at a time into a reference solution: each is a wrong answer, or a right one in other words.

Source of the kinds: DeMillo, Lipton and Sayward, "Hints on test data selection" (1978), and the mistakes that the wrong
answers of a bank have in common: an argument forgotten, a call left out, a line skipped.
"""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

from autograder.verify.mistakes import FUNCTIONS, Around, changes


@dataclass(frozen=True)
class Mutant:
    """A reference solution with one mistake."""

    exercise: str
    line: str  #: the statement as it is, on one line
    mutant: str  #: the statement as it became
    number: int  #: of the line in the answer cell
    source: str  #: the whole answer


def mutants_of(exercise: str, source: str) -> list[Mutant]:
    """Every mutant of an answer cell, each one once. Raises SyntaxError when the cell is no Python."""
    tree = ast.parse(TransformerManager().transform_cell(source))
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for path in _paths(tree, ()):
        node = _at(tree, path)
        for changed in changes(node, _around(tree, path)):
            mutated = _with(tree, path, changed)
            text = ast.unparse(mutated)
            if text != original and text not in found and _compiles(text):
                at = _statement(tree, path)
                before, after = _at(tree, at), changed if at == path else _at(mutated, at)
                assert isinstance(before, ast.stmt)
                found[text] = Mutant(exercise, _head(before), _head(after, before), before.lineno, text)
    return list(found.values())


# --- trees ------------------------------------------------------------------------------------------------------------

Path = tuple[tuple[str, int | None], ...]  # field names, and places in lists, from the root down


def _paths(node: ast.AST, path: Path) -> Iterator[Path]:
    """Every node below this one, but for docstrings, annotations and what only a message says."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "msg") or isinstance(node, ast.Raise):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_text(child):
                here = (*path, (name, place))
                yield here
                yield from _paths(child, here)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _at(tree: ast.AST, path: Path) -> ast.AST:
    for name, place in path:
        tree = getattr(tree, name) if place is None else getattr(tree, name)[place]
    return tree


def _with(tree: ast.AST, path: Path, changed: ast.AST | list[ast.stmt]) -> ast.AST:
    done = copy.deepcopy(tree)
    parent, (name, place) = _at(done, path[:-1]), path[-1]
    changed = copy.deepcopy(changed)
    if place is None:
        setattr(parent, name, changed)
    else:
        getattr(parent, name)[place : place + 1] = changed if isinstance(changed, list) else [changed]
    return ast.fix_missing_locations(done)


def _around(tree: ast.AST, path: Path) -> Around:
    above = [_at(tree, path[:length]) for length in range(len(path))]
    function = next((node for node in reversed(above) if isinstance(node, FUNCTIONS)), None)
    last = function.body[-1] if isinstance(function, FUNCTIONS[:2]) else None
    return Around(last if isinstance(last, ast.Return) else None, function, above[-1])


def _statement(tree: ast.AST, path: Path) -> Path:
    """The innermost statement around a node."""
    while not isinstance(_at(tree, path), ast.stmt):
        path = path[:-1]
    return path


def _head(node: ast.AST | list[ast.stmt], before: ast.stmt | None = None) -> str:
    """A statement on one line: of a compound one its first line, and what a mutant did to the rest."""
    if isinstance(before, ast.With | ast.Try) and isinstance(node, list):
        return "the lines inside, alone" if node == before.body else _head(node[0])
    if isinstance(node, list):
        node = node[0]
    head = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).splitlines()[0]
    if isinstance(before, ast.For | ast.While) and len(getattr(node, "body", ())) > len(before.body):
        return f"{head} … break"
    if isinstance(before, ast.Try) and isinstance(node, ast.Try) and len(node.finalbody) < len(before.finalbody):
        return f"{head} … without finally"
    return head


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):  # of `[a][None]`: it is a mistake too
            compile(text, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
