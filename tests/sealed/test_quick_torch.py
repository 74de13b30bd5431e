"""What is made shorter in warm parents gives the same results, the same errors, and errors at the same lines."""

from __future__ import annotations

import ast
import collections
import contextlib
import inspect
import io
import pickle
import random
import traceback
import types
import warnings
from collections.abc import Iterator

import pytest
import torch
from torch import _weights_only_unpickler, serialization
from torch._subclasses.fake_tensor import FakeTensorMode
from torch._weights_only_unpickler import Unpickler
from torch.optim import optimizer as optimizers
from torch.utils._pytree import tree_map_only

from autograder.sealed.backends import quick_torch

AS_TORCH = types.FunctionType(Unpickler.load.__code__, Unpickler.load.__globals__)
SHORTER = types.FunctionType(quick_torch.with_numbers(Unpickler.load), Unpickler.load.__globals__)


NOT_IN_C = lambda unpickler: None  # noqa: E731


@pytest.fixture(params=["in Python", "in C"])
def shorter(request, monkeypatch):
    """Torch's reader of weights as warm parents have it, in the tests' process and in an answer's."""
    read = quick_torch.reader_in_c() if request.param == "in C" else NOT_IN_C
    monkeypatch.setattr(_weights_only_unpickler, "_read_in_c", read, raising=False)
    monkeypatch.setattr(_weights_only_unpickler, "_without_reader", quick_torch.without_reader, raising=False)
    return SHORTER


class Refused:
    """Not among the classes that may be loaded."""


def saved(content) -> bytes:
    """The pickle in the file that torch.save writes."""
    file = io.BytesIO()
    torch.save(content, file)
    file.seek(0)
    return torch._C.PyTorchFileReader(file).get_record("data.pkl")


def optimizer_state() -> dict:
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    return {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}


FILES = [
    saved(optimizer_state()),
    saved(collections.OrderedDict(a=torch.nn.Parameter(torch.ones(2)), b=torch.arange(3).bool())),
    saved([None, True, False, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], {}, 255, 65_535, -1, 1 << 40, 0.5]),
    saved({"text": "ä" * 99, "set": {1, 2}, "bytes": b"x", "counts": collections.Counter("aab"), 7: torch.Size([2])}),
    saved([Refused(), print]),
    pickle.dumps({"new": [1.5, "protocol"], "bytes": b"x" * 300}, protocol=4),
    b"",
]  # fmt: skip


def what_happens(load, data: bytes) -> tuple:
    unpickler = Unpickler(io.BytesIO(data), encoding="utf-8")
    unpickler.persistent_load = lambda name: torch.storage.TypedStorage(
        wrap_storage=torch.UntypedStorage(256).fill_(1), dtype=name[1].dtype, _internal=True
    )
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            end = repr(tree_map_only((torch.Tensor, torch.TypedStorage), facts, load(unpickler)))
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)[1:]
            end = type(error), str(error), [(frame.filename, frame.lineno, frame.colno) for frame in frames]
    said = [(str(w.message), w.category) for w in warned]
    return end, [entry for entry in said if "TypedStorage" not in entry[0]]  # torch says that once in a process


def facts(tensor: torch.Tensor | torch.TypedStorage) -> tuple:
    """Not the values: a damaged size can be one beyond the memory that there is."""
    if isinstance(tensor, torch.TypedStorage):
        return type(tensor), tensor.dtype
    return type(tensor), tensor.dtype, tensor.shape, tensor.stride(), tensor.storage_offset(), tensor.requires_grad


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_is_read_or_refused_as_torch_does_it(number, shorter):
    assert what_happens(shorter, FILES[number]) == what_happens(AS_TORCH, FILES[number])


INSTRUCTIONS = b"c\x81Rbaesu(t\x85\x86\x87N\x89\x88)]}JKMGXhjqU\x8a.Q\xff"


def damaged(number: int, instructions: bytes) -> Iterator[bytes]:
    data, draw = FILES[number], random.Random(number)
    for _ in range(300):
        content = bytearray(data[: draw.randrange(len(data))] if draw.random() < 0.2 else data)
        for _ in range(draw.randrange(1, 4)):
            if content:
                content[draw.randrange(len(content))] = draw.choice(instructions)
        yield bytes(content)


@pytest.mark.parametrize("number", range(len(FILES) - 1))
def test_a_damaged_file_ends_as_with_torch(number, monkeypatch):
    monkeypatch.setattr(_weights_only_unpickler, "_read_in_c", NOT_IN_C, raising=False)
    ends = set()
    for content in damaged(number, b"r" + INSTRUCTIONS):
        end = what_happens(SHORTER, content)
        assert end == what_happens(AS_TORCH, content), content
        ends.add(str(end))
    assert len(ends) > 5  # the damage does something


@pytest.mark.parametrize("number", range(len(FILES) - 1))
@pytest.mark.parametrize("shorter", ["in C"], indirect=True)
def test_what_torch_reads_is_read_the_same_in_c(number, shorter):
    """Python's reader knows instructions that torch refuses; what they can make of plain data is plain data."""
    refused, read_by_c_alone = 0, 0
    for content in damaged(number, INSTRUCTIONS):  # not "r": under a huge number, Python would take all memory
        own, end = what_happens(AS_TORCH, content)[0], what_happens(shorter, content)[0]
        if isinstance(own, str):
            assert end == own, content
        elif isinstance(end, str):
            assert own[1].startswith(("Unsupported operand", "Can only build")), content
            read_by_c_alone += 1
        refused += not isinstance(own, str)
    assert refused > 5 and read_by_c_alone < refused / 20


def storage_of(name) -> torch.storage.TypedStorage:
    return torch.storage.TypedStorage(wrap_storage=torch.UntypedStorage(256), dtype=torch.float32, _internal=True)


def test_torchs_reader_asks_the_one_in_c_first(monkeypatch):
    asked = []
    monkeypatch.setattr(_weights_only_unpickler, "_read_in_c", lambda unpickler: asked.append(unpickler), raising=False)
    unpickler = Unpickler(io.BytesIO(FILES[0]), encoding="utf-8")
    unpickler.persistent_load = storage_of

    in_python = SHORTER(unpickler)
    quick_torch.read_in_c()
    unpickler = Unpickler(io.BytesIO(FILES[0]), encoding="utf-8")
    unpickler.persistent_load = storage_of
    (in_c,) = _weights_only_unpickler._read_in_c(unpickler)

    assert asked and in_python.keys() == in_c.keys()
    assert not unpickler.read()  # all of the file was read


def test_what_a_reader_in_c_does_not_know_is_left_to_torch():
    read = quick_torch.reader_in_c()
    for data in [*FILES[4:], FILES[0] + b"more", FILES[3]]:
        unpickler = Unpickler(io.BytesIO(data), encoding="utf-8")
        unpickler.persistent_load = storage_of
        assert read(unpickler) is None and unpickler.read.__self__.tell() == 0
    later = io.BytesIO(b"x" + FILES[2])
    later.seek(1)
    assert read(Unpickler(later)) is None


def test_an_error_about_a_storage_comes_once_and_from_torchs_line(shorter):
    def load(reader):
        def no_gpu(name):
            asked.append(name[2])
            raise RuntimeError("no GPU here")

        asked = []
        unpickler = Unpickler(io.BytesIO(FILES[0]), encoding="utf-8")
        unpickler.persistent_load = no_gpu
        with pytest.raises(RuntimeError, match="no GPU here") as caught:
            reader(unpickler)
        trace = traceback.extract_tb(caught.value.__traceback__)[1:]
        return asked, [(frame.filename, frame.lineno, frame.name) for frame in trace]

    assert load(shorter) == load(AS_TORCH) and len(load(shorter)[0]) == 1


def test_the_new_code_stands_where_torchs_own_stands():
    old, new = AS_TORCH.__code__, SHORTER.__code__
    assert new is not old
    assert (new.co_filename, new.co_qualname, new.co_firstlineno) == (
        old.co_filename,
        old.co_qualname,
        old.co_firstlineno,
    )
    assert set(old.co_names) - set(new.co_names) > {"GLOBAL", "BINPUT", "STOP"}  # their numbers are in place
    lines = [{line for line, *_ in code.co_positions()} for code in (old, new)]
    assert lines[1] <= lines[0]


@pytest.mark.parametrize(
    "change", [quick_torch.with_numbers, quick_torch.with_a_glance, quick_torch.with_notes_when_asked]
)
def test_a_function_without_source_stays_as_it_is(change):
    names: dict = {}
    exec("def load(self):\n    return 1", names)
    assert change(names["load"]) is names["load"].__code__


def test_frequent_instructions_come_first_only_where_the_order_says_nothing():
    chain = "if {}:\n    a\nelif key_0 in [104, 113]:\n    b\nelif key_0 == 3:\n    c\nelse:\n    d"
    sort = lambda text: ast.unparse(quick_torch._frequent_first(ast.parse(text)))  # noqa: E731

    assert sort(chain.format("key_0 == 2")) == (
        "if key_0 in [104, 113]:\n    b\nelif key_0 == 2:\n    a\nelif key_0 == 3:\n    c\nelse:\n    d"
    )
    for asked_twice_or_else in ("key_0 == 3", "key_0 > 2", "other == 2", "key_0 in found", "key_0 in [2, found]"):
        text = chain.format(asked_twice_or_else).removesuffix("\nelse:\n    d")
        assert sort(text).split("\n")[0] == f"if {asked_twice_or_else}:"


def test_the_list_of_what_may_be_called_holds_the_same_in_another_order(monkeypatch):
    as_torch = _weights_only_unpickler._get_allowed_globals.__wrapped__()
    sorted_anew = dict(as_torch)
    monkeypatch.setattr(_weights_only_unpickler, "_get_allowed_globals", lambda: sorted_anew)
    monkeypatch.setattr(Unpickler, "load", types.FunctionType(AS_TORCH.__code__, AS_TORCH.__globals__))

    quick_torch._load_sooner()

    assert sorted_anew == as_torch
    assert next(iter(sorted_anew.values())) is torch._utils._rebuild_tensor_v2


def written(content, **options) -> bytes:
    file = io.BytesIO()
    torch.save(content, file, **options)
    return file.getvalue()


class Text(str):
    """Of a type whose own objects are no storages."""


MEMORY = torch.ones(4)
SAVED = [
    optimizer_state(),
    collections.OrderedDict(a=torch.nn.Parameter(torch.ones(2)), b=torch.arange(3).bool(), text=Text("x")),
    [MEMORY.untyped_storage(), torch.ones(2)._typed_storage(), torch.device("cpu")],
    {"types": [int, torch.FloatStorage, torch.float16, Text], "functions": [len, torch.load, torch.relu]},
    [MEMORY[1:], MEMORY, MEMORY, torch.ones(2, device="meta"), torch.Size([2])],
    torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3)),
]


@pytest.fixture
def saves_sooner(monkeypatch):
    """Change a copy of torch's function for the time of a test, as warm parents change torch's own."""

    def begin():
        own = serialization._save
        monkeypatch.setattr(serialization, "_save", types.FunctionType(own.__code__, own.__globals__))
        monkeypatch.setattr(serialization, "_no_storages", None, raising=False)
        monkeypatch.setattr(torch.Tensor, "_reduce_ex_internal", torch.Tensor._reduce_ex_internal)
        quick_torch._save_sooner()
        quick_torch._pickle_tensors_sooner()
        assert serialization._save.__code__ is not own.__code__

    return begin


@pytest.mark.parametrize("number", range(len(SAVED)))
def test_a_file_is_written_as_torch_writes_it(number, saves_sooner):
    expected = written(SAVED[number]), written(SAVED[number], pickle_protocol=4)
    saves_sooner()
    assert (written(SAVED[number]), written(SAVED[number], pickle_protocol=4)) == expected


@pytest.mark.parametrize("content", [[MEMORY, MEMORY.view(torch.int32)], lambda: 0, (x for x in ())])
def test_what_cannot_be_saved_is_refused_as_by_torch(content, saves_sooner):
    with pytest.raises(Exception) as by_torch:
        written(content)
    saves_sooner()
    with pytest.raises(by_torch.type) as refused:
        written(content)
    assert str(refused.value) == str(by_torch.value)
    lines = [[frame.lineno for frame in traceback.extract_tb(found.tb)[1:]] for found in (refused, by_torch)]
    assert lines[0] == lines[1]


def with_a_hook() -> torch.Tensor:
    tensor = torch.ones(2, requires_grad=True)
    tensor.register_hook(lambda gradient: gradient)
    return tensor


class Named(torch.Tensor):
    """A tensor of a class of its own."""


COMPLEX = torch.tensor([1 + 2j, 3 - 1j])
TENSORS = {
    "plain": lambda: torch.ones(2, 3),
    "view": lambda: torch.arange(12.0).view(3, 4)[1:, ::2],
    "transposed": lambda: torch.arange(6).reshape(2, 3).t(),
    "scalar": lambda: torch.tensor(0.5, dtype=torch.bfloat16),
    "empty": lambda: torch.empty(0, 3),
    "gradient": lambda: torch.ones(2, requires_grad=True),
    "in a graph": lambda: torch.ones(2, requires_grad=True) * 2,
    "conjugate": lambda: COMPLEX.conj(),
    "negative": lambda: COMPLEX.conj().imag,
    "new type": lambda: torch.ones(2).to(torch.uint16),
    "hook": with_a_hook,
    "meta": lambda: torch.ones(2, device="meta"),
    "sparse": lambda: torch.eye(2).to_sparse(),
    "csr": lambda: torch.eye(2).to_sparse_csr(),
    "quantized": lambda: torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8),
    "nested": lambda: torch.nested.nested_tensor([torch.ones(1), torch.ones(2)]),
    "subclass": lambda: torch.ones(2).as_subclass(Named),
    "parameter": lambda: torch.nn.Parameter(torch.ones(2)),
}


def reduced(reduce, tensor: torch.Tensor) -> tuple:
    """What a tensor is pickled as, with its storages as places and types."""

    def told(part):
        if isinstance(part, torch.storage.TypedStorage):
            return type(part), part.dtype, part._untyped_storage.data_ptr(), part._size()
        if isinstance(part, torch.UntypedStorage):
            return type(part), part.data_ptr(), part.nbytes()
        if isinstance(part, torch.Tensor):
            return type(part), str(part)
        return tuple(map(told, part)) if isinstance(part, (tuple, list)) else (type(part), part)

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found = told(reduce(tensor, 2))
    return found, [str(w.message) for w in warned]


@pytest.mark.parametrize("name", TENSORS)
def test_a_tensor_is_pickled_as_torch_does_it(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some kinds are new, others deprecated
        tensor = TENSORS[name]()
    as_torch, passed_on = torch.Tensor._reduce_ex_internal, []
    shorter = quick_torch.sooner_when_plain(lambda *given: passed_on.append(given) or as_torch(*given))
    assert reduced(shorter, tensor) == reduced(as_torch, tensor)
    plain = ("plain", "view", "transposed", "scalar", "empty", "gradient", "in a graph", "conjugate", "negative")
    assert (not passed_on) == (name in plain)


def test_a_tensor_without_its_data_is_pickled_by_torch():
    shorter = quick_torch.sooner_when_plain(lambda *given: "torch's own")
    with serialization.skip_data():
        assert shorter(torch.ones(1), 2) == "torch's own"
    assert shorter(torch.ones(1), 2) != "torch's own"


def test_fake_tensors_are_found_as_torch_finds_them():
    as_torch = torch._guards.detect_fake_mode
    shorter = quick_torch.sooner_without_modes(as_torch)
    mode = FakeTensorMode()

    assert shorter() is as_torch() is None
    assert shorter([torch.ones(1)]) is None
    assert shorter([mode.from_tensor(torch.ones(1))]) is mode
    with mode:
        assert shorter() is as_torch() is mode
    with torch._guards.tracing(torch._guards.TracingContext(mode)):
        assert shorter() is as_torch() is mode


@pytest.fixture
def notes_when_asked(monkeypatch):
    """Change copies of torch's methods for the time of a test, as warm parents change torch's own."""

    def begin():
        monkeypatch.setattr(optimizers, "_noted", None, raising=False)
        copies = {}
        for name in ("profile_hook_step", "zero_grad"):
            own = inspect.unwrap(vars(torch.optim.Optimizer)[name])
            copies[name] = types.FunctionType(own.__code__, own.__globals__, name, own.__defaults__)
        monkeypatch.setattr(torch.optim.Optimizer, "profile_hook_step", staticmethod(copies["profile_hook_step"]))
        monkeypatch.setattr(torch.optim.Optimizer, "zero_grad", copies["zero_grad"])
        before = {name: copy.__code__ for name, copy in copies.items()}
        quick_torch._name_steps_when_asked()
        assert all(copies[name].__code__ is not before[name] for name in copies)

    return begin


def steps_of(kind: type, profiler=contextlib.nullcontext) -> tuple:
    """What two steps of a new optimizer do, what its hooks are told, and what a profiler notes."""
    # torch replaces a class's step when it makes the first object of it: a class of its own for each time
    step = kind.step.__wrapped__ if getattr(kind.step, "hooked", False) else kind.step
    fresh = type(kind.__name__, (kind,), {"step": step})
    torch.manual_seed(1)
    model, told = torch.nn.Linear(2, 1), []
    optimizer = fresh(model.parameters(), lr=0.1)
    optimizer.register_step_pre_hook(lambda _, args, kwargs: told.append(("before", args[1:], kwargs)))
    optimizer.register_step_post_hook(lambda _, args, kwargs: told.append(("after", args[1:], kwargs)))
    with profiler() as seen:
        for _ in range(2):
            optimizer.zero_grad()
            model(torch.ones(1, 2)).sum().backward()
            optimizer.step()
    gone = optimizer.zero_grad(), [parameter.grad for parameter in model.parameters()]
    values = [parameter.tolist() for parameter in model.parameters()]
    noted = sorted((event.key, event.count) for event in seen.key_averages()) if seen else None
    return values, gone, told, noted


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW])
@pytest.mark.parametrize("profiler", [contextlib.nullcontext, torch.profiler.profile])
def test_steps_are_taken_and_noted_as_by_torch(kind, profiler, notes_when_asked):
    expected = steps_of(kind, profiler)
    notes_when_asked()
    assert steps_of(kind, profiler) == expected
    if profiler is torch.profiler.profile:
        assert (f"Optimizer.step#{kind.__name__}.step", 2) in expected[-1]
        assert (f"Optimizer.zero_grad#{kind.__name__}.zero_grad", 2) in expected[-1]


def test_an_error_in_a_step_is_shown_at_torchs_line(notes_when_asked):
    lines = []
    for _ in range(2):
        model = torch.nn.Linear(1, 1)
        fresh = type("Failing", (torch.optim.Optimizer,), {"step": lambda self: 1 / 0})
        with pytest.raises(ZeroDivisionError) as raised:
            fresh(model.parameters(), {}).step()
        lines.append([frame.lineno for frame in traceback.extract_tb(raised.tb)[1:]])
        notes_when_asked()
    assert lines[0] == lines[1]
