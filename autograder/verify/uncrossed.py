"""Finds tests that use what does not cross to an answer's process, by their code alone. See docs/what-crosses.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.sealed.plan.names import names_of, read_code
from autograder.sealed.plan.slices import Cell

#: by line of docs/what-crosses.md: the calls that say so, and what does not cross
CAPTURES = {
    "printed": ("redirect_stdout redirect_stderr capture_output", "what it prints does"),
    "warnings": ("catch_warnings warns deprecated_call assertWarns assertWarnsRegex", "its warnings do"),
    "logging": ("assertLogs assertNoLogs addHandler", "its log messages do"),
    "environment": ("putenv setenv delenv", "the test's environment variables do"),
    "patched": ("patch patch.object patch.dict patch.multiple MonkeyPatch", "what the test replaces does"),
}
#: pyplot's functions: those that ask for its current figure, and those with which a test makes one of its own
LOOKS, MAKES = frozenset({"gca", "gcf", "gci", "get_fignums"}), frozenset({"figure", "subplots", "subplot", "axes"})
CALLS = {call: line for line, (calls, _) in CAPTURES.items() for call in calls.split()}


def uncrossed(cells: list[Cell]) -> list[str]:
    """The places where a test, or a check of a setup cell, does such a thing around a call of an answer, in words."""
    answers = frozenset().union(*(names_of(cell.code).bound for cell in cells if cell.role == "answer"))
    modules = frozenset().union(*(names_of(cell.code).imported for cell in cells))
    found: list[str] = []
    for cell in cells:
        if cell.role == "test":
            found += _places(cell.name, _tree(cell.code), answers, modules)
            found += _figures(cell.name, _tree(cell.code))
        elif cell.role == "setup":
            scenarios = read_code(cell.code).scenarios  # those run beside the answer
            for node in _tree(cell.code).body:
                if isinstance(node, ast.FunctionDef) and node.name not in scenarios:
                    given = frozenset(argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg))
                    found += _places(cell.name, node, given, modules)
    return list(dict.fromkeys(found))


def _places(name: str, tree: ast.AST, answers: frozenset[str], modules: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        around: list[ast.AST]
        if isinstance(node, ast.With):
            acts, around = [_capture(item.context_expr) for item in node.items], list(node.body)
        elif isinstance(node, ast.Assign):
            acts, around = [_replaced(target, modules) for target in node.targets], [tree]
        elif isinstance(node, ast.Expr):
            acts, around = [_capture(node.value)], [tree]
        else:
            continue
        called = sorted(answers & {used for part in around for used in _called(part)})
        for line in [act for act in acts if act and called]:
            yield (
                f"{name}, line {node.lineno}: graded sealed, {called[0]}() runs in another process, and "
                f"{CAPTURES[line][1]} not cross. Let a setup cell's function that is given {called[0]} do this and "
                f"return data (docs/what-crosses.md, {line})."
            )


def _figures(name: str, tree: ast.AST) -> Iterator[str]:
    """Where a test asks for pyplot's current figure, and made none itself."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    functions = [node for node in called if isinstance(node, ast.Attribute)]
    asked = {node.attr: node for node in functions if ast.unparse(node.value).split(".")[-1] in ("plt", "pyplot")}
    if not MAKES & asked.keys():
        for call in sorted(LOOKS & asked.keys()):
            yield (
                f"{name}, line {asked[call].lineno}: graded sealed, answers draw in another process, and {call}() "
                "finds none of it. Let the answer return its axes or give them a name, or let a scenario look "
                "(docs/what-crosses.md, current-figure)."
            )


def _called(tree: ast.AST) -> Iterator[str]:
    """Names that are called, or handed to something that is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for part in (node.func, *node.args, *(keyword.value for keyword in node.keywords)):
                while isinstance(part, ast.Attribute):
                    part = part.value
                if isinstance(part, ast.Name):
                    yield part.id


def _capture(node: ast.expr) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    names = ast.unparse(node.func).split(".")
    return CALLS.get(".".join(names[-2:])) or CALLS.get(names[-1])


def _replaced(target: ast.expr, modules: frozenset[str]) -> str | None:
    """What an assignment replaces: stdout, an environment variable, or something in a module."""
    place = ast.unparse(target)
    if place in ("sys.stdout", "sys.stderr"):
        return "printed"
    if place.startswith("os.environ["):
        return "environment"
    root = target.value if isinstance(target, ast.Attribute) else None
    return "patched" if isinstance(root, ast.Name) and root.id in modules else None


def _tree(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError:  # a magic
        return ast.Module([], [])
