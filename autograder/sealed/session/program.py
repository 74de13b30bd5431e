"""What the tests' process has to know of the instructor's cells: put together once, sent once for each submission."""

import functools
import marshal
from collections.abc import Iterable

from autograder.sealed.plan.cells import Step, TrustedCell
from autograder.sealed.plan.names import compile_cell, read_code

KEPT = 64  #: programs; a class has one for each notebook, and others where a student moved cells


def cells_of(steps: Iterable[Step]) -> tuple[TrustedCell, ...]:
    """The instructor's cells in these steps, each once, in the order in which they run."""
    found: dict[TrustedCell, None] = {}
    for step in steps:
        found |= dict.fromkeys([*step.before, step.test] if step.test else step.before)
    return tuple(found)


@functools.lru_cache(maxsize=KEPT)
def program_of(cells: tuple[TrustedCell, ...]) -> bytes:
    """These cells with all that is known of them before they run, as the tests' process reads it with marshal."""
    return marshal.dumps([_described(cell) for cell in cells])


def _described(cell: TrustedCell) -> dict:
    names = cell.names
    return {
        "kind": "test" if cell.grade_id else "setup",
        "code": cell.code,
        "compiled": compile_cell(cell.code),
        "bound": sorted(names.bound),
        "changed": sorted(names.changed),
        "filled": sorted(names.filled),
        "imported": sorted(names.imported),
        "imports": list(names.imports),
        "fresh": sorted(names.fresh),
        "classes": sorted(names.classes),
        **vars(read_code(cell.code)),
    }
