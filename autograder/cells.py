"""Reads the instructor's notebook and a submission, and says what runs where and in which order."""

import ast
import hashlib
import marshal
import re
from dataclasses import dataclass, field, replace
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

SHOW = {"print", "display", "repr", "help"}  # calls that change nothing


@dataclass(frozen=True)
class Names:
    """What the solution cells before a certain point do with names."""

    bound: frozenset[str] = frozenset()  # assigned, defined: reached over the bridge
    changed: frozenset[str] = frozenset()  # changed in place: a setup cell's object, reached over the bridge
    imported: frozenset[str] = frozenset()  # imported: the trusted side imports them itself
    imports: tuple[str, ...] = ()  # the import statements, as code
    fresh: frozenset[str] = frozenset()  # of all these, what the latest solution cells touched
    classes: frozenset[str] = frozenset()  # of the bound names, those that a class statement binds


@dataclass(frozen=True)
class Reading:
    """What the code of an instructor's cell says about itself. Lists, since it travels as JSON."""

    words: list[str]  # all that looks like a name
    binds: list[str]  # names that it binds at its top level
    free: list[str]  # names that it uses and nowhere binds
    scenarios: dict[str, list[str]]  # functions that play a situation, and which of their parameters they call


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


def nbgrader_of(cell: NotebookNode) -> dict:
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def is_test(cell: NotebookNode) -> bool:
    meta = nbgrader_of(cell)
    return cell.cell_type == "code" and bool(meta.get("grade")) and not meta.get("solution")


def plan(submission: NotebookNode, source: NotebookNode) -> list[Step]:
    """The steps in notebook order. Puts deleted tests back into `submission`, unmarks doubled ones."""
    trusted = trusted_cells(source)
    tests = {cell.grade_id: place for place, cell in enumerate(trusted) if cell.grade_id}
    setups = {cell.code.strip() for cell in trusted if not cell.grade_id}
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
            done = max(done, place)
            cell.source = trusted[place].code
            steps.append(Step(index, test=trusted[place], before=waiting))
        elif not is_test(cell):
            step = Step(index, cell.source, cell.source.strip() in setups)
            reached = _end_of(cell.source.strip(), trusted, done) if step.is_setup else done
            step.before = [cell for cell in trusted[done:reached] if not cell.grade_id]
            done = max(done, reached)
            steps.append(step)
    return steps


def _end_of(code: str, trusted: list[TrustedCell], start: int) -> int:
    """Where the instructor's notebook stands after this setup cell: both sides run it at the same time."""
    for place in range(start, len(trusted)):
        if not trusted[place].grade_id and trusted[place].code.strip() == code:
            return place + 1
    return start


def trusted_cells(source: NotebookNode) -> list[TrustedCell]:
    """The instructor's setup and test cells, each with what the solutions before it do to names."""
    found, names = [], Names()
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        if nbgrader_of(cell).get("solution"):
            names = _join(names, names_of(cell.source))
            continue
        if is_test(cell):
            meta = nbgrader_of(cell)
            found.append(TrustedCell(cell.source, names, meta["grade_id"], float(meta.get("points", 0))))
        else:
            tags = cell.metadata.get("tags", [])
            found.append(
                TrustedCell(cell.source, names, may_fail=isinstance(tags, list) and "raises-exception" in tags)
            )
        names = replace(names, fresh=frozenset())
    return found


def setup_modules(source: NotebookNode) -> frozenset[str]:
    """The modules that the setup cells of an instructor's notebook import. Students see those cells."""
    found: set[str] = set()
    for cell in source.cells:
        if cell.cell_type == "code" and not is_test(cell) and not nbgrader_of(cell).get("solution"):
            for statement in names_of(cell.source).imports:
                found |= _modules_in(ast.parse(statement).body[0])
    return frozenset(found)


def _modules_in(statement: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(statement, ast.Import):
        return {alias.name for alias in statement.names}
    return {statement.module} if statement.module and not statement.level else set()


@cache
def names_of(code: str) -> Names:
    """What a solution cell does with names at its top level."""
    try:
        tree = _parse(code)
    except SyntaxError:
        return Names()
    visitor = _Binder()
    visitor.visit(tree)
    imported = frozenset(visitor.imported)
    bound = frozenset(visitor.bound) - imported
    classes = frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))
    return Names(bound, frozenset(visitor.changed) - bound, imported, tuple(visitor.imports), classes=classes)


@cache
def read_code(code: str) -> Reading:
    """Read an instructor's cell, once for all submissions."""
    names = names_of(code)
    try:
        tree = _parse(code)
    except SyntaxError:
        tree = ast.Module([], [])
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    scenarios = {node.name: sorted(called) for node in functions if (called := _called_parameters(node))}
    words = set(re.findall(r"[^\W\d]\w*", code))
    return Reading(sorted(words), sorted(names.bound | names.imported), sorted(_free_names(tree)), scenarios)


@cache
def compile_cell(code: str) -> bytes:
    """An instructor's cell, compiled once for all submissions: what runs, and the expression that it ends with or None,
    marshalled. b"" for a cell that IPython has to run: one with magics, await, or an import that changes later cells.
    """
    name = f"<instructor's cell {hashlib.sha256(code.encode()).hexdigest()[:12]}>"
    try:
        tree = ast.parse(code)
        if any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body):
            return b""
        last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        return marshal.dumps((compile(tree, name, "exec", dont_inherit=True), last and compile(last, name, "eval")))
    except (SyntaxError, ValueError):
        return b""


def _free_names(tree: ast.Module) -> set[str]:
    loaded, stored = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler):
            stored.add(node.name)
        elif isinstance(node, ast.arg):
            stored.add(node.arg)
        elif isinstance(node, ast.alias):
            stored.add(node.asname or node.name.split(".")[0])
    return loaded - stored


def _called_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Which of its parameters does this function call? None, unless it is a scenario.

    A function that returns nothing is a check, and checks run on the trusted side.
    """
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    if all(value is None or (isinstance(value, ast.Constant) and value.value is None) for value in returned):
        return set()
    calls = {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    given = function.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return calls & {parameter.arg for parameter in parameters if parameter}


def _parse(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError:  # a magic, or wrong
        return ast.parse(TransformerManager().transform_cell(code))


class _Binder(ast.NodeVisitor):
    """Collects top-level bindings; the inside of functions and classes counts only for `global`."""

    def __init__(self):
        self.bound: set[str] = set()
        self.changed: set[str] = set()
        self.imported: set[str] = set()
        self.imports: list[str] = []

    def visit_FunctionDef(self, node):
        self.bound.add(node.name)
        self.bound |= {name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names}

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit_Lambda(self, node):
        pass

    def visit_comprehension(self, node):
        pass

    def visit_Import(self, node):
        self.imports.append(ast.unparse(node))
        self.imported |= {alias.asname or alias.name.split(".")[0] for alias in node.names if alias.name != "*"}

    visit_ImportFrom = visit_Import

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)

    def visit_Attribute(self, node):
        self._target(node)

    def visit_Subscript(self, node):
        self._target(node)

    def visit_ExceptHandler(self, node):
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node):
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_Expr(self, node):
        """A call whose value is dropped is made for what it changes."""
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and not (isinstance(call.func, ast.Name) and call.func.id in SHOW):
            parts = [call.func.value] if isinstance(call.func, ast.Attribute) else []
            parts += [*call.args, *[keyword.value for keyword in call.keywords]]
            self.changed |= {root.id for part in parts if (root := _root(part))}
        self.generic_visit(node)

    def _target(self, node):
        root = _root(node)
        if isinstance(node.ctx, ast.Store | ast.Del) and root:
            self.changed.add(root.id)
        self.generic_visit(node)


def _root(node) -> ast.Name | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _join(one: Names, two: Names) -> Names:
    bound = (one.bound | two.bound) - two.imported
    return Names(
        bound,
        (one.changed | two.changed) - bound,
        (one.imported | two.imported) - two.bound,
        tuple(dict.fromkeys(one.imports + two.imports)),
        one.fresh | two.bound | two.changed | two.imported,
        one.classes | two.classes,
    )


def _unmark_doubles(submission: NotebookNode, tests: dict[str, int]) -> None:
    seen = set()
    for cell in submission.cells:
        grade_id = nbgrader_of(cell).get("grade_id")
        if is_test(cell) and (grade_id in seen or grade_id not in tests):
            del cell.metadata["nbgrader"]
            if cell.cell_type == "code":
                cell.cell_type, cell.outputs, cell.execution_count = "code", [], None
                cell.source = "# A second copy of a test cell was here; it was not run."
        elif grade_id:
            seen.add(grade_id)


def _put_back(submission: NotebookNode, source: NotebookNode, tests: dict[str, int]) -> None:
    """Insert the tests that a student deleted, after the nearest cell before them that is still there."""
    present = {nbgrader_of(cell).get("grade_id") for cell in submission.cells if is_test(cell)}
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
