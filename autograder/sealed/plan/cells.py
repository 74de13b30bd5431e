"""Reads the instructor's notebook and a submission, and says what runs where and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from nbformat import NotebookNode

from autograder.sealed.plan.marks import grade_id_of, has_tag, is_marked, is_passed_over, is_test, nbgrader_of
from autograder.sealed.plan.names import Names, imported_modules, join, names_of
from autograder.sealed.plan.repair import repair

NO_MODULES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class TrustedCell:
    """A cell of the instructor's notebook that the trusted process runs."""

    code: str
    names: Names
    grade_id: str | None = None  # of a test cell
    points: float = 0.0
    may_fail: bool = False  # has Jupyter's tag for a cell that raises an error on purpose
    leads: bool = False  # no answer and no test stands before it: what it does is the instructor's alone


@dataclass
class Step:
    """One thing to run: a cell of the submission, or the test for one of its cells."""

    index: int  # in the notebook that is handed back
    code: str = ""
    is_setup: bool = False
    test: TrustedCell | None = None
    before: list[TrustedCell] = field(default_factory=list)  # setup cells that the trusted side runs first


def plan(submission: NotebookNode, source: NotebookNode) -> list[Step]:
    """The steps in notebook order. Repairs `submission` where nothing did before."""
    trusted = trusted_cells(source)
    tests = {cell.grade_id: place for place, cell in enumerate(trusted) if cell.grade_id}
    setups = {cell.code.strip() for cell in trusted if not cell.grade_id}
    passed_over = {cell.source.strip() for cell in source.cells if is_passed_over(cell)}
    # No test waits for the cells behind the last one: only the side of the student runs them.
    del trusted[max(tests.values(), default=-1) + 1 :]
    leading = sum(cell.leads for cell in trusted)
    marked = {grade_id: cell for cell in source.cells if is_marked(cell) and (grade_id := grade_id_of(cell))}
    repair(submission, marked, list(marked))
    steps, done = [], 0
    for index, cell in enumerate(submission.cells):
        if cell.cell_type != "code":
            continue
        grade_id = nbgrader_of(cell).get("grade_id")
        if is_test(cell) and grade_id in tests:
            place = tests[grade_id]
            waiting = [cell for cell in trusted[done:place] if not cell.grade_id]
            done = max(done, place + 1)
            cell.source = trusted[place].code
            steps.append(Step(index, test=trusted[place], before=waiting))
        elif not is_test(cell) and (nbgrader_of(cell).get("solution") or cell.source.strip() not in passed_over):
            step = Step(index, cell.source, cell.source.strip() in setups)
            # Nothing that a student wrote runs before the instructor's first cells, so it cannot make them fail.
            reached = _end_of(cell.source.strip(), trusted, done) if step.is_setup else max(done, leading)
            step.before = [cell for cell in trusted[done:reached] if not cell.grade_id]
            done = max(done, reached)
            steps.append(step)
    return steps


def _end_of(code: str, trusted: list[TrustedCell], start: int) -> int:
    """Where the instructor's notebook stands after this setup cell: both sides run it at the same time.

    Never behind a test that did not run yet: a student's own cell may have the text of a later setup cell, and does not
    decide when the instructor's cells run.
    """
    for place in range(start, len(trusted)):
        if trusted[place].grade_id:
            return start
        if trusted[place].code.strip() == code:
            return place + 1
    return start


def trusted_cells(source: NotebookNode) -> list[TrustedCell]:
    """The instructor's setup and test cells, each with what the solutions before it do to names."""
    found, names, leads = [], Names(), True
    for cell in source.cells:
        if cell.cell_type != "code" or is_passed_over(cell):
            continue
        if nbgrader_of(cell).get("solution"):
            names, leads = join(names, names_of(cell.source)), False
            continue
        leads = leads and not is_test(cell)
        if is_test(cell):
            meta = nbgrader_of(cell)
            found.append(TrustedCell(cell.source, names, meta["grade_id"], float(meta.get("points") or 0)))
        else:
            found.append(TrustedCell(cell.source, names, may_fail=has_tag(cell, "raises-exception"), leads=leads))
        names = replace(names, fresh=frozenset())
    return found


def setup_imports(source: NotebookNode, modules: Mapping[str, bytes] = NO_MODULES) -> frozenset[str]:
    """The import statements in the setup cells of an instructor's notebook. Students see those cells.

    modules: the code of the modules beside the notebook, by name. Where one is imported, its own import statements
             stand in its place: elsewhere, its name may mean another module.
    """
    found: set[str] = set()
    for cell in source.cells:
        is_setup = cell.cell_type == "code" and not is_test(cell) and not nbgrader_of(cell).get("solution")
        if is_setup and not is_passed_over(cell):
            found |= set(names_of(cell.source).imports)
    waiting, met = found, set[str]()
    while beside := set().union(*map(imported_modules, waiting)) & modules.keys() - met:
        met |= beside
        waiting = set().union(*(names_of(modules[name].decode("utf-8", "replace")).imports for name in beside))
        found |= waiting
    return frozenset(statement for statement in found if not imported_modules(statement) & modules.keys())
