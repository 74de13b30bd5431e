"""What torch does at length and graded code asks for often, made shorter in warm parents; its results stay the same."""

from __future__ import annotations

import ast
import collections
import contextlib
import inspect
import io
import pickle
import types
from collections.abc import Callable

#: The instructions that the files of models and optimizers have most of, the most frequent first.
FREQUENT = [
    *(pickle.BINPUT, pickle.BINGET, pickle.BININT1, pickle.BINUNICODE, pickle.MARK, pickle.REDUCE, pickle.TUPLE),
    *(pickle.EMPTY_TUPLE, pickle.NEWFALSE, pickle.TUPLE1, pickle.BINPERSID),
]
#: Types whose objects are no storages, and which most parts of such files have.
NO_STORAGES = frozenset({type(None), bool, int, float, str, bytes, tuple, list, dict, collections.OrderedDict})
NO_STORAGES |= {type, types.FunctionType, types.BuiltinFunctionType}

#: What the files of models and optimizers call.
BUILDERS = ("collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter")
PROTOCOL_2 = pickle.PROTO + b"\2"


def shorten() -> None:
    """Once in a process, before it forks. Another version of torch stays as it is where names differ."""
    import torch

    # A seed is kept for every kind of GPU there may be later, with the stack of the call, in case that GPU then reports
    # an error: that stack takes most of the time of torch.manual_seed, which tests call often.
    for kind in ("cuda", "xpu", "mtia"):
        if hasattr(torch, kind):
            getattr(torch, kind).traceback = types.SimpleNamespace(format_stack=list)
    for step in (_look_for_modes_first, _load_sooner, _save_sooner, _pickle_tensors_sooner, _name_steps_when_asked):
        with contextlib.suppress(AttributeError, ImportError, ValueError):
            step()


def _look_for_modes_first() -> None:
    import torch

    torch._guards.detect_fake_mode = sooner_without_modes(torch._guards.detect_fake_mode)


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


def _load_sooner() -> None:
    """torch.load(weights_only=True) in half the time."""
    from torch import _utils, _weights_only_unpickler

    _weights_only_unpickler._read_in_c = lambda unpickler: None
    _weights_only_unpickler._without_reader = without_reader
    _weights_only_unpickler.Unpickler.load.__code__ = with_numbers(_weights_only_unpickler.Unpickler.load)
    # For every tensor, the function that makes it is looked for in the list of what may be called, from its start.
    allowed = _weights_only_unpickler._get_allowed_globals()
    first = [name for name, value in allowed.items() if value is _utils._rebuild_tensor_v2]
    in_order = {name: allowed[name] for name in [*first, *allowed]}
    allowed.clear()
    allowed.update(in_order)


def read_in_c() -> None:
    """From now on torch.load(weights_only=True) reads plain files with Python's own reader, which is written in C.

    For the process of an answer alone: what an answer wrote must not meet a reader in C where the tests run. A file
    made for that could take all the memory that its process may have, which the answer can do anyway.
    """
    from torch import _weights_only_unpickler

    if hasattr(_weights_only_unpickler, "_read_in_c"):
        _weights_only_unpickler._read_in_c = reader_in_c()


def reader_in_c() -> Callable:
    """A function that reads the file of a torch Unpickler, and returns a tuple with what is in it.

    It knows what builds tensors and state dicts of usual kinds, and nothing else. None when the file needs more, or
    something is wrong with it: then torch's own code reads it from its start, and has the last word.
    """
    from torch import _weights_only_unpickler, serialization

    allowed = _weights_only_unpickler._get_allowed_globals()
    known = {name: value for name, value in allowed.items() if isinstance(value, serialization.StorageType)}
    known |= {name: allowed[name] for name in BUILDERS}

    class Reader(pickle.Unpickler):
        raised = False

        def find_class(self, module, name):
            return known[f"{module}.{name}"]

        def persistent_load(self, pid):
            if type(pid) is not tuple or pid[:1] != ("storage",):
                raise pickle.UnpicklingError
            try:
                return self.load_storage(pid)
            except Exception:
                self.raised = True
                raise

    def read(unpickler) -> tuple | None:
        file = getattr(unpickler.read, "__self__", None)
        if type(file) is not io.BytesIO or file.tell():
            return None
        content = file.getvalue()
        if content[:2] != PROTOCOL_2:
            return None
        stream = io.BufferedReader(io.BytesIO(content))
        reader = Reader(stream, encoding=unpickler.encoding)
        reader.load_storage = unpickler.persistent_load
        try:
            found = reader.load()
        except Exception:
            if reader.raised:  # perhaps by an answer's map_location, which must not be called once more
                raise
            return None
        if stream.tell() < len(content):  # a file of several parts: torch reads them one by one
            return None
        file.seek(len(content))
        return (found,)

    return read


def without_reader(trace: types.TracebackType | None) -> types.TracebackType | None:
    """A traceback that goes on where this module's own part of it ends."""
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return trace


def _save_sooner() -> None:
    from torch import FloatStorage, Tensor, nn, serialization

    serialization._no_storages = NO_STORAGES | {Tensor, nn.Parameter, type(FloatStorage)}
    serialization._save.__code__ = with_a_glance(serialization._save)


def _pickle_tensors_sooner() -> None:
    from torch import Tensor

    Tensor._reduce_ex_internal = sooner_when_plain(Tensor._reduce_ex_internal)


def sooner_when_plain(reduce: Callable) -> Callable:
    """`torch.Tensor._reduce_ex_internal`, which asks for some fifteen unusual things. Mostly a tensor has none."""
    from torch import Tensor, _utils, device, serialization, storage, strided

    cpu, asked, new_types = device("cpu"), serialization._serialization_tls, storage._new_dtypes()
    rebuild, metadata_of = _utils._rebuild_tensor_v2, _utils.get_tensor_metadata

    def _reduce_ex_internal(self, proto):
        if (
            type(self) is not Tensor
            or self.device != cpu
            or self.layout is not strided
            or self.dtype in new_types
            or self.is_quantized
            or self.is_nested
            or self._backward_hooks
            or asked.skip_data
        ):
            return reduce(self, proto)
        typed = storage.TypedStorage(wrap_storage=self.untyped_storage(), dtype=self.dtype, _internal=True)
        place = self.storage_offset(), tuple(self.size()), self.stride()
        found = (typed, *place, self.requires_grad, collections.OrderedDict())
        metadata = metadata_of(self)
        return rebuild, (*found, metadata) if metadata else found

    return _reduce_ex_internal


def _name_steps_when_asked() -> None:
    """An optimizer tells a profiler where each step and each zero_grad begins and ends; mostly no profiler runs."""
    from torch.optim import optimizer

    optimizer._noted = noted_when(optimizer.torch._C._autograd._profiler_enabled)
    for function in (optimizer.Optimizer.profile_hook_step, inspect.unwrap(optimizer.Optimizer.zero_grad)):
        function.__code__ = with_notes_when_asked(function)


def noted_when(profiler_runs: Callable[[], bool]) -> Callable:
    """`torch.autograd.profiler.record_function`, for names that only a profiler reads."""
    from torch.autograd import profiler

    def noted(name: str) -> contextlib.AbstractContextManager:
        return profiler.record_function(name) if profiler_runs() else nothing

    nothing = contextlib.nullcontext()
    return noted


def with_numbers(load: types.FunctionType) -> types.CodeType:
    """The code of `Unpickler.load`, which compares each instruction of a file with up to forty others, one by one:
    `key[0] == GLOBAL[0]`, and so on. In the new code the number of each is in place, the first byte of `key` is taken
    once, and frequent instructions come first. Before all of that it asks `_read_in_c`.
    """
    return compiled_anew(load, lambda tree: _in_c_first(_frequent_first(_Numbers(load).visit(tree))))


def with_a_glance(save: types.FunctionType) -> types.CodeType:
    """The code of `torch.serialization._save`, which asks of every part whether it is a storage. In the new code a
    glance at its type is enough for most.
    """
    return compiled_anew(save, _Glance().visit)


def with_notes_when_asked(function: types.FunctionType) -> types.CodeType:
    """The code of a method of torch's Optimizer, with `_noted` instead of `torch.autograd.profiler.record_function`."""
    return compiled_anew(function, _Noted().visit)


def compiled_anew(function: types.FunctionType, change: Callable[[ast.AST], ast.AST]) -> types.CodeType:
    """The code of a function, compiled again from its own source after a change of its tree; its own code when Python
    cannot find the source. Lines and columns stay.
    """
    try:
        lines, first = inspect.getsourcelines(function)
    except OSError:
        return function.__code__
    room = function.__qualname__.rpartition(".")[0]
    tree = ast.parse((f"class {room}:" if room else "") + "\n" + "".join(lines))
    tree = ast.fix_missing_locations(change(tree))
    ast.increment_lineno(tree, first - 2)
    made: dict = {}
    exec(compile(tree, function.__code__.co_filename, "exec"), function.__globals__, made)
    return inspect.unwrap((vars(made[room]) if room else made)[function.__name__]).__code__


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


IN_C_FIRST = """
try:
    found = _read_in_c(self)
except Exception as error:
    error.__traceback__.tb_next = _without_reader(error.__traceback__.tb_next)
    raise
if found is not None:
    return found[0]
"""


def _in_c_first(tree: ast.AST) -> ast.AST:
    """Begin with IN_C_FIRST, at the line where torch's own code asks for a storage: only that can fail in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.persistent_load":
            first = ast.parse(IN_C_FIRST).body
            for part in first:
                for child in ast.walk(part):
                    ast.copy_location(child, node)
            tree.body[0].body[0].body[1:1] = first
            break
    return tree


def _frequent_first(tree: ast.AST) -> ast.AST:
    """Sort the branches that compare `key_0` with numbers. Where two ask for the same number, all stay as they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and _numbers_asked(node.test):
            branches = [node]
            while len(branches[-1].orelse) == 1 and _numbers_asked(getattr(branches[-1].orelse[0], "test", None)):
                branches.append(branches[-1].orelse[0])
            asked = [number for branch in branches for number in _numbers_asked(branch.test)]
            if len(set(asked)) == len(asked):
                _sort(branches)
            return tree
    return tree


def _sort(branches: list[ast.If]) -> None:
    """Give each branch's place in the chain the content of another; `FREQUENT` ones come first."""
    ranks = {instruction[0]: rank for rank, instruction in enumerate(FREQUENT)}
    contents = [(branch.test, branch.body) for branch in branches]
    contents.sort(key=lambda content: min(ranks.get(n, len(ranks)) for n in _numbers_asked(content[0])))
    for branch, (test, body) in zip(branches, contents, strict=True):
        branch.test, branch.body = test, body


def _numbers_asked(test: ast.AST | None) -> list[int]:
    """With what `key_0` is compared, as in `key_0 == 99` or `key_0 in [104, 106]`; an empty list for another test."""
    match test:
        case ast.Compare(ast.Name("key_0"), [ast.Eq()], [ast.Constant(int(number))]):
            return [number]
        case ast.Compare(ast.Name("key_0"), [ast.In()], [ast.List(parts)]):
            numbers = [part.value for part in parts if isinstance(part, ast.Constant) and type(part.value) is int]
            return numbers if len(numbers) == len(parts) else []
    return []


class _Glance(ast.NodeTransformer):
    """In a method that hands on to a function `persistent_id`, answer for types that are no storages."""

    def visit_FunctionDef(self, node: ast.FunctionDef):
        self.generic_visit(node)
        if node.name == "persistent_id" and [ast.unparse(part) for part in node.body] == ["return persistent_id(obj)"]:
            glance = ast.parse("if type(obj) in _no_storages:\n    return None").body[0]
            for part in ast.walk(glance):
                ast.copy_location(part, node.body[0])
            node.body.insert(0, glance)
        return node


class _Noted(ast.NodeTransformer):
    """Write `_noted(...)` instead of `torch.autograd.profiler.record_function(...)`."""

    def visit_Attribute(self, node: ast.Attribute):
        if ast.unparse(node) == "torch.autograd.profiler.record_function":
            return ast.copy_location(ast.Name("_noted", ast.Load()), node)
        return node
