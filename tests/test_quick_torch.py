"""What is made shorter in warm parents gives the same results, the same errors, and errors at the same lines."""

from __future__ import annotations

import collections
import io
import pickle
import random
import traceback
import types
import warnings

import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch._weights_only_unpickler import Unpickler
from torch.utils._pytree import tree_map_only

from autograder import quick_torch

AS_TORCH = types.FunctionType(Unpickler.load.__code__, Unpickler.load.__globals__)
SHORTER = types.FunctionType(quick_torch.with_numbers(Unpickler.load), Unpickler.load.__globals__)


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
def test_a_file_is_read_or_refused_as_torch_does_it(number):
    assert what_happens(SHORTER, FILES[number]) == what_happens(AS_TORCH, FILES[number])


@pytest.mark.parametrize("number", range(len(FILES) - 1))
def test_a_damaged_file_ends_as_with_torch(number):
    data, draw = FILES[number], random.Random(number)
    ends = set()
    for _ in range(300):
        damaged = bytearray(data[: draw.randrange(len(data))] if draw.random() < 0.2 else data)
        for _ in range(draw.randrange(1, 4)):
            if damaged:
                damaged[draw.randrange(len(damaged))] = draw.choice(
                    b"c\x81Rbaesu(t\x85\x86\x87N\x89\x88)]}JKMGXhjqrU\x8a.Q\xff"
                )
        end = what_happens(SHORTER, bytes(damaged))
        assert end == what_happens(AS_TORCH, bytes(damaged)), bytes(damaged)
        ends.add(str(end))
    assert len(ends) > 5  # the damage does something


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


def test_a_function_without_source_stays_as_it_is():
    names: dict = {}
    exec("def load(self):\n    return 1", names)
    assert quick_torch.with_numbers(names["load"]) is names["load"].__code__


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
