"""The mistakes that mutants are made of: what a node of a syntax tree could be by mistake."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OPPOSITE = {"all": "any", "min": "max", "append": "extend", "keys": "values", "train": "eval", "startswith": "endswith"}
OPPOSITE |= {"lstrip": "rstrip", "removeprefix": "removesuffix", "floor": "ceil", "zeros": "ones", "argmin": "argmax"}
OPPOSITE |= {other: name for name, other in OPPOSITE.items()}
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (
        ast.Lt,
        ast.Gt,
    ),
    ast.Gt: (
        ast.GtE,
        ast.LtE,
    ),
    ast.GtE: (
        ast.Gt,
        ast.Lt,
    ),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
COMMUTES = (ast.Add, ast.Mult, ast.BitAnd)  # for numbers; what is added here may be text, but seldom
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


Changes = Iterator[ast.AST | list[ast.stmt]]  #: what a node becomes


@dataclass(frozen=True)
class Around:
    """Where a node is."""

    last_return: ast.Return | None  #: the last line of the function around it, when that returns
    function: ast.AST | None
    parent: ast.AST


def changes(node: ast.AST, around: Around) -> Changes:
    """What a node could be by mistake. A list stands for statements instead of one."""
    for kinds, change in MISTAKES:
        if isinstance(node, kinds):
            yield from change(node, around)


def _statements(node: ast.stmt, around: Around) -> Changes:
    """A line skipped; a return that comes early."""
    yield [ast.Pass()]
    if isinstance(around.function, FUNCTIONS) and not isinstance(node, ast.Return):
        yield [copy.deepcopy(around.last_return) or ast.Return(None)]


def _returns(node: ast.Return, around: Around) -> Changes:
    if node.value is not None:
        yield ast.Return(None)


def _loops(node: ast.For | ast.While, around: Around) -> Changes:
    """The loop ends after its first pass."""
    yield _copy(node, body=[*node.body, ast.Break()])


def _blocks(node: ast.With | ast.Try, around: Around) -> Changes:
    """`with` and `try` without what they do for their body."""
    yield node.body
    items = getattr(node, "items", [])
    for number in range(len(items) if len(items) > 1 else 0):
        yield _copy(node, items=_without(items, number))
    if isinstance(node, ast.Try) and node.finalbody and node.handlers:
        yield _copy(node, finalbody=[])


def _tests(node: ast.If | ast.While, around: Around) -> Changes:
    """A condition turned round, always met, never met."""
    yield _copy(node, test=ast.UnaryOp(ast.Not(), node.test))
    if not isinstance(node, ast.While):
        yield _copy(node, test=ast.Constant(True))
    yield _copy(node, test=ast.Constant(False))


def _filters(node: ast.comprehension, around: Around) -> Changes:
    for number, test in enumerate(node.ifs):
        yield _copy(node, ifs=_without(node.ifs, number))
        negated = ast.UnaryOp(ast.Not(), test)
        yield _copy(node, ifs=[*node.ifs[:number], negated, *node.ifs[number + 1 :]])


def _calls(node: ast.Call, around: Around) -> Changes:
    """An argument dropped, two swapped, the call left out or exchanged for its opposite."""
    for number in range(len(node.args)):
        yield _copy(node, args=_without(node.args, number))
    for number in range(len(node.keywords)):
        yield _copy(node, keywords=_without(node.keywords, number))
    for number in range(len(node.args) - 1):
        swapped = [*node.args]
        swapped[number], swapped[number + 1] = swapped[number + 1], swapped[number]
        yield _copy(node, args=swapped)
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute):
        yield node.func.value
        if node.func.attr in OPPOSITE:
            yield _copy(node, func=_copy(node.func, attr=OPPOSITE[node.func.attr]))
    elif isinstance(node.func, ast.Name) and node.func.id in OPPOSITE:
        yield _copy(node, func=_copy(node.func, id=OPPOSITE[node.func.id]))


def _constants(node: ast.Constant, around: Around) -> Changes:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
        if value:
            yield ast.Constant(type(value)(0))
    elif isinstance(value, str | bytes) and not isinstance(around.parent, ast.JoinedStr | ast.Expr):
        yield ast.Constant(type(value)() if value else b"x" if isinstance(value, bytes) else "x")


def _compares(node: ast.Compare, around: Around) -> Changes:
    for number, operator in enumerate(node.ops):
        for other in COMPARED[type(operator)]:
            yield _copy(node, ops=[*node.ops[:number], other(), *node.ops[number + 1 :]])


def _computes(node: ast.BinOp, around: Around) -> Changes:
    if type(node.op) in COMPUTED:
        yield _copy(node, op=COMPUTED[type(node.op)]())
    if not isinstance(node.op, COMMUTES):
        yield _copy(node, left=node.right, right=node.left)
    yield node.left
    yield node.right


def _collects(node: ast.AugAssign, around: Around) -> Changes:
    """`total += x` as `total = x`, or with another operator."""
    yield ast.Assign([node.target], node.value)
    if type(node.op) in COMPUTED:
        yield _copy(node, op=COMPUTED[type(node.op)]())


def _logic(node: ast.BoolOp, around: Around) -> Changes:
    yield _copy(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for number in range(len(node.values)):
        left = _without(node.values, number)
        yield left[0] if len(left) == 1 else _copy(node, values=left)


def _signs(node: ast.UnaryOp, around: Around) -> Changes:
    yield node.operand


def _displays(node: ast.List | ast.Tuple | ast.Set, around: Around) -> Changes:
    """One element too few, or two in the wrong order."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    for number in range(len(node.elts)):
        yield _copy(node, elts=_without(node.elts, number))
    if len(node.elts) == 2 and not isinstance(node, ast.Set):
        yield _copy(node, elts=node.elts[::-1])


def _dicts(node: ast.Dict, around: Around) -> Changes:
    for number in range(len(node.keys)):
        yield _copy(node, keys=_without(node.keys, number), values=_without(node.values, number))


def _parts(node: ast.Subscript, around: Around) -> Changes:
    """All of it instead of a slice."""
    if isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        yield node.value


def _arguments(node: ast.Name, around: Around) -> Changes:
    """Another argument of the same function."""
    if not isinstance(around.function, FUNCTIONS) or not isinstance(node.ctx, ast.Load):
        return
    names = [argument.arg for argument in around.function.args.args]
    if node.id in names:
        yield from (ast.Name(name, ast.Load()) for name in names if name not in (node.id, "self"))


def _choices(node: ast.IfExp, around: Around) -> Changes:
    yield node.body
    yield node.orelse


SIMPLE: tuple[type[ast.AST], ...] = (
    *(ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.If, ast.For, ast.While, ast.Raise),
    *(ast.Break, ast.Continue, ast.Global, ast.Nonlocal),
)
MISTAKES: list[tuple[type | tuple[type, ...], Callable]] = [
    (SIMPLE, _statements),
    (ast.Return, _returns),
    ((ast.For, ast.While), _loops),
    ((ast.With, ast.Try), _blocks),
    ((ast.If, ast.While), _tests),
    (ast.IfExp, _choices),
    (ast.comprehension, _filters),
    (ast.Call, _calls),
    (ast.Constant, _constants),
    (ast.Compare, _compares),
    (ast.BinOp, _computes),
    (ast.AugAssign, _collects),
    (ast.BoolOp, _logic),
    (ast.UnaryOp, _signs),
    ((ast.List, ast.Tuple, ast.Set), _displays),
    (ast.Dict, _dicts),
    (ast.Subscript, _parts),
    (ast.Name, _arguments),
]


def _copy(node: ast.AST, **fields: object) -> ast.AST:
    done = copy.copy(node)
    for name, value in fields.items():
        setattr(done, name, value)
    return done


def _without(items: list, number: int) -> list:
    return [*items[:number], *items[number + 1 :]]
