"""Reads the instructor's notebook and a submission, and says what runs where and in which order."""

from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from autograder.sealed.plan.marks import has_tag, is_passed_over, is_test, nbgrader_of
from autograder.sealed.plan.names import Names, join, names_of


@dataclass(frozen=True)
class TrustedCell:
    """A cell of the instructor's notebook that the trusted process runs."""

    code: str
    names: Names
    grade_id: str | None = None  # of a test cell
    points: float = 0.0
    may_fail: bool = False  # has Jupyter's tag for a cell that raises an error on purpose


@dataclass
class Step:
    """One thing to run: a cell of the submission, or the test for one of its cells."""

    index: int  # in the notebook that is handed back
    code: str = ""
    is_setup: bool = False
    test: TrustedCell | None = None
    before: list[TrustedCell] = field(default_factory=list)  # setup cells that the trusted side runs first


def plan(submission: NotebookNode, source: NotebookNode) -> list[Step]:
    """The steps in notebook order. Puts deleted tests back into `submission`, unmarks doubled ones."""
    trusted = trusted_cells(source)
    tests = {cell.grade_id: place for place, cell in enumerate(trusted) if cell.grade_id}
    setups = {cell.code.strip() for cell in trusted if not cell.grade_id}
    passed_over = {cell.source.strip() for cell in source.cells if is_passed_over(cell)}
    # No test waits for the cells behind the last one: only the side of the student runs them.
    del trusted[max(tests.values(), default=-1) + 1 :]
    _unmark_doubles(submission, tests)
    _put_back(submission, source, tests)
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
            reached = _end_of(cell.source.strip(), trusted, done) if step.is_setup else done
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
    found, names = [], Names()
    for cell in source.cells:
        if cell.cell_type != "code" or is_passed_over(cell):
            continue
        if nbgrader_of(cell).get("solution"):
            names = join(names, names_of(cell.source))
            continue
        if is_test(cell):
            meta = nbgrader_of(cell)
            found.append(TrustedCell(cell.source, names, meta["grade_id"], float(meta.get("points", 0))))
        else:
            found.append(TrustedCell(cell.source, names, may_fail=has_tag(cell, "raises-exception")))
        names = replace(names, fresh=frozenset())
    return found


def setup_imports(source: NotebookNode) -> frozenset[str]:
    """The import statements in the setup cells of an instructor's notebook. Students see those cells."""
    found: set[str] = set()
    for cell in source.cells:
        is_setup = cell.cell_type == "code" and not is_test(cell) and not nbgrader_of(cell).get("solution")
        if is_setup and not is_passed_over(cell):
            found |= set(names_of(cell.source).imports)
    return frozenset(found)


def _unmark_doubles(submission: NotebookNode, tests: dict[str, int]) -> None:
    seen = set()
    for cell in submission.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if is_test(cell) and (grade_id in seen or grade_id not in tests):
            del cell.metadata["nbgrader"]
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
                cell.source = "# A second copy of a test cell was here; it was not run."
        elif grade_id:
            seen.add(grade_id)


def _put_back(submission: NotebookNode, source: NotebookNode, tests: dict[str, int]) -> None:
    """Insert the tests that a student deleted, after the nearest cell before them that is still there."""
    present = {nbgrader_of(cell).get("grade_id") for cell in submission.cells if is_test(cell)}
    if tests.keys() <= present:
        return
    earlier: list[str] = []
    for cell in source.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if is_test(cell) and grade_id in tests and grade_id not in present:
            places = [nbgrader_of(other).get("grade_id") for other in submission.cells]
            at = next((places.index(name) + 1 for name in reversed(earlier) if name in places), len(places))
            copy = NotebookNode(cell.copy())
            copy.outputs, copy.execution_count = [], None
            submission.cells.insert(at, copy)
        if grade_id:
            earlier.append(grade_id)
