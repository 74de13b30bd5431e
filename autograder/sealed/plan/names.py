"""Reads cells of the instructor's notebook without running them: what they do with names. Compiles them, too."""

import ast
import hashlib
import re
import threading
from dataclasses import dataclass
from functools import cache
from types import CodeType

from IPython.core.inputtransformer2 import TransformerManager

from autograder.sealed.values import special

# Python 3.11 counts the depth of a syntax tree for all threads together: two made at once may end in SystemError.
_one_at_a_time = threading.RLock()
SHOW = {"print", "display", "repr", "help"}  # calls that change nothing
ASKED = {*special.ARITHMETIC, "__contains__"}
QUIET = {"object", "Module", "Exception", "dataclass"}  # bases and decorators that bring none of these operators


@dataclass(frozen=True)
class Names:
    """What the solution cells before a certain point do with names."""

    bound: frozenset[str] = frozenset()  # assigned, defined: reached over the bridge
    changed: frozenset[str] = frozenset()  # changed in place: a setup cell's object, reached over the bridge
    filled: frozenset[str] = frozenset()  # changed inside functions: so is a setup cell's list, dict or set
    imported: frozenset[str] = frozenset()  # imported: the trusted side imports them itself
    imports: tuple[str, ...] = ()  # the import statements, as code
    fresh: frozenset[str] = frozenset()  # of all these, what the latest solution cells touched
    classes: frozenset[str] = frozenset()  # of the bound names, classes whose objects can calculate or know `in`


@dataclass(frozen=True)
class Reading:
    """What the code of an instructor's cell says about itself. Lists, since it travels as JSON."""

    words: list[str]  # all that looks like a name
    binds: list[str]  # names that it binds at its top level
    free: list[str]  # names that it uses and nowhere binds
    scenarios: dict[str, list[str]]  # functions that play a situation, and which of their parameters they call


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
    classes = frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef) and _has_operators(node))
    changed, filled = frozenset(visitor.changed) - bound, frozenset(visitor.filled) - bound
    return Names(bound, changed, filled, imported, tuple(visitor.imports), classes=classes)


def _has_operators(node: ast.ClassDef) -> bool:
    """May objects of this class have an operator of ASKED? When its bases or decorators are not known: yes."""
    brought = [*node.bases, *node.keywords, *node.decorator_list]
    called = [part.func if isinstance(part, ast.Call) else part for part in brought]
    if any(getattr(part, "attr", getattr(part, "id", None)) not in QUIET for part in called):
        return True
    return any(word in ASKED for word in re.findall(r"__\w+__", ast.unparse(node)))


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
def imported_modules(statement: str) -> frozenset[str]:
    """The modules that an import statement may import, and the packages that hold them; no relative ones."""
    (node,) = parse(statement).body
    paths = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        paths = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    parts = [path.split(".") for path in paths]
    return frozenset(".".join(names[:end]) for names in parts for end in range(1, len(names) + 1))


@cache
def compile_cell(code: str) -> tuple[CodeType, CodeType | None] | None:
    """An instructor's cell, compiled once for all submissions: what runs, and the expression that it ends with or None.

    None for a cell that IPython has to run: one with magics, await, or an import that changes later cells.
    """
    name = f"<instructor's cell {hashlib.sha256(code.encode()).hexdigest()[:12]}>"
    try:
        tree = parse(code)
        if any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body):
            return None
        last = None
        if tree.body and isinstance(ending := tree.body[-1], ast.Expr):
            tree.body.pop()
            last = _compile(ast.Expression(ending.value), name, "eval")
        return _compile(tree, name, "exec"), last
    except (SyntaxError, ValueError):
        return None


def _free_names(tree: ast.Module) -> set[str]:
    loaded: set[str] = set()
    stored: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler):
            stored |= {node.name} if node.name else set()
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


def parse(code: str) -> ast.Module:
    """Python's own, for programs with threads. Raises SyntaxError, and ValueError for null bytes."""
    with _one_at_a_time:
        return ast.parse(code)


def _compile(tree: ast.Module | ast.Expression, name: str, mode: str) -> CodeType:
    with _one_at_a_time:
        return compile(tree, name, mode, dont_inherit=True)


def problem_of(code: str) -> str:
    """Why neither Python nor IPython can run a cell, such as "'(' was never closed (line 2)"; "" when they can."""
    try:
        _parse(code)
    except (SyntaxError, ValueError) as error:
        return f"{error.msg} (line {error.lineno})" if isinstance(error, SyntaxError) else str(error)
    return ""


def _parse(code: str) -> ast.Module:
    try:
        return parse(code)
    except SyntaxError:  # a magic, or wrong
        return parse(TransformerManager().transform_cell(code))


class _Binder(ast.NodeVisitor):
    """Collects top-level bindings; the inside of functions and classes counts for `global`, and for what it changes."""

    def __init__(self, arguments: bool = True) -> None:
        """arguments: does a call whose value is dropped change what it is given? In a function, that says little."""
        self.arguments = arguments
        self.bound: set[str] = set()
        self.changed: set[str] = set()
        self.filled: set[str] = set()
        self.imported: set[str] = set()
        self.imports: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self.bound.add(node.name)
        self.bound |= {name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names}
        inside = _Binder(arguments=False)
        inside.generic_visit(node)
        own = inside.bound | {argument.arg for argument in ast.walk(node) if isinstance(argument, ast.arg)}
        self.filled |= (inside.changed | inside.filled) - own - inside.imported

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        pass

    def visit_comprehension(self, node: ast.comprehension) -> None:
        pass

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.imports.append(ast.unparse(node))
        self.imported |= {alias.asname or alias.name.split(".")[0] for alias in node.names if alias.name != "*"}

    visit_ImportFrom = visit_Import

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._target(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._target(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A call whose value is dropped is made for what it changes."""
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and not (isinstance(call.func, ast.Name) and call.func.id in SHOW):
            parts = [call.func.value] if isinstance(call.func, ast.Attribute) else []
            if self.arguments:
                parts += [*call.args, *[keyword.value for keyword in call.keywords]]
            self.changed |= {root.id for part in parts if (root := _root(part))}
        self.generic_visit(node)

    def _target(self, node: ast.Attribute | ast.Subscript) -> None:
        root = _root(node)
        if isinstance(node.ctx, ast.Store | ast.Del) and root:
            self.changed.add(root.id)
        self.generic_visit(node)


def _root(node: ast.expr) -> ast.Name | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def join(one: Names, two: Names) -> Names:
    """What two solution cells do with names, the one after the other."""
    bound = (one.bound | two.bound) - two.imported
    return Names(
        bound,
        (one.changed | two.changed) - bound,
        (one.filled | two.filled) - bound,
        (one.imported | two.imported) - two.bound,
        tuple(dict.fromkeys(one.imports + two.imports)),
        one.fresh | two.bound | two.changed | two.filled | two.imported,
        one.classes | two.classes,
    )
