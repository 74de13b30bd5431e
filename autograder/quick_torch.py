"""What torch does at length and graded code asks for often, made shorter in warm parents; its results stay the same."""

from __future__ import annotations

import ast
import contextlib
import inspect
import types
from collections.abc import Callable


def shorten() -> None:
    """Once in a process, before it forks."""
    import torch

    # A seed is kept for every kind of GPU there may be later, with the stack of the call, in case that GPU then reports
    # an error: that stack takes most of the time of torch.manual_seed, which tests call often.
    for kind in ("cuda", "xpu", "mtia"):
        if hasattr(torch, kind):
            getattr(torch, kind).traceback = types.SimpleNamespace(format_stack=list)
    # The next two together halve the time of torch.load(weights_only=True).
    with contextlib.suppress(AttributeError, ImportError, ValueError):  # another version of torch stays as it is
        torch._guards.detect_fake_mode = sooner_without_modes(torch._guards.detect_fake_mode)
    with contextlib.suppress(AttributeError, ImportError, ValueError):
        from torch._weights_only_unpickler import Unpickler

        Unpickler.load.__code__ = with_numbers(Unpickler.load)


def sooner_without_modes(detect: Callable) -> Callable:
    """`torch._guards.detect_fake_mode`, which is asked three times for every tensor of a file.

    Without tensors to look at it looks at the modes that are active and at what is being compiled; mostly neither is.
    """
    import torch

    active, compiling = torch._C._len_torch_dispatch_stack, torch._guards.TracingContext.try_get

    def detect_fake_mode(inputs=None):
        if inputs is None and not active() and compiling() is None:
            return None
        return detect(inputs)

    return detect_fake_mode


def with_numbers(load: types.FunctionType) -> types.CodeType:
    """The code of `Unpickler.load`, compiled again from its own source; its own code when Python cannot find that.

    Each instruction of a file is compared with up to thirty others: `key[0] == GLOBAL[0]`, and so on. In the new code
    the number of each is in place, and the first byte of `key` is taken once. Lines and columns are those of torch.
    """
    try:
        lines, first = inspect.getsourcelines(load)
    except OSError:
        return load.__code__
    tree = ast.parse("class Unpickler:\n" + "".join(lines))
    tree = ast.fix_missing_locations(_Numbers(load).visit(tree))
    ast.increment_lineno(tree, first - 2)
    made: dict = {}
    exec(compile(tree, load.__code__.co_filename, "exec"), load.__globals__, made)
    return made["Unpickler"].load.__code__


class _Numbers(ast.NodeTransformer):
    """Write 99 instead of GLOBAL[0], and `key_0` instead of key[0]."""

    def __init__(self, load: types.FunctionType):
        names = set(load.__code__.co_names) - set(load.__code__.co_varnames)
        found = {name: load.__globals__.get(name) for name in names}
        self.numbers = {name: value[0] for name, value in found.items() if type(value) is bytes and value}
        self.is_taken = False

    def visit_Assign(self, node: ast.Assign):
        self.generic_visit(node)
        if [ast.unparse(target) for target in node.targets] != ["key"]:
            return node
        self.is_taken = True
        taken = ast.parse("key_0 = key[0] if key else None").body[0]
        for part in ast.walk(taken):
            ast.copy_location(part, node)
        return [node, taken]

    def visit_Subscript(self, node: ast.Subscript):
        self.generic_visit(node)
        if not (isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant) and node.slice.value == 0):
            return node
        if node.value.id in self.numbers:
            return ast.copy_location(ast.Constant(self.numbers[node.value.id]), node)
        if node.value.id == "key" and self.is_taken:
            return ast.copy_location(ast.Name("key_0", ast.Load()), node)
        return node
