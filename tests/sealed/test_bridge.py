"""What crosses the bridge, and how: both halves in one process, a value a test."""
# ruff: noqa: E501 - tables of values read better one to a line

import collections
import copy
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import io
import json
import logging
import math
import operator
import os
import pathlib
import pickle
import random
import subprocess
import unittest

import numpy as np
import pytest
import torch
from torch import nn

from autograder.sealed.errors import CannotCarry, MalformedReply
from autograder.sealed.tests_side.proxies import Remote, RemoteType
from autograder.sealed.values import arguments
from autograder.sealed.values.random_states import CheckedRandomStates
from tests.sealed.joined import joined

# Classes of this module stand for those of an answer's or a setup cell, which live in __main__.
HERE = "__main__"


class Vector:
    """An answer's class."""

    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Vector(self.x + other.x)

    def __eq__(self, other):
        return self.x == other.x

    def double(self):
        return 2 * self.x


class Small(nn.Module):
    """A model class of an answer."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)

    def forward(self, x):
        return self.fc(x)


class Given(nn.Module):
    """A model class of a setup cell."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.register_buffer("seen", torch.zeros(2), persistent=False)
        self.act = torch.relu

    def forward(self, x):
        return self.act(self.fc(x))


class Level(enum.Enum):
    """An enumeration of a setup cell."""

    LOW = 1


for made in (Vector, Small, Given, Level):
    made.__module__ = HERE

PLAIN = [
    None, True, 3, 2.5, "text", "\ud800", b"bytes", bytearray(b"x"), 2 + 3j, 10**400, -(2**63), math.inf, [1, [2, {"a": 3}]],
    (1, (2,)), {1, 2}, frozenset([1]), {"b": 1, "a": 2, 3: None, (1, 2): 4}, range(3, 9, 2), slice(1, None), ...,
    collections.OrderedDict(b=1, a=2), collections.Counter("hello"), collections.deque([1, 2], 5),
    collections.defaultdict(list, {"a": [1]}), pathlib.PurePosixPath("a/b.pth"), datetime.datetime(2024, 1, 2, 3),
    datetime.timedelta(days=2, microseconds=3), decimal.Decimal("1.10"), fractions.Fraction(1, 3), torch.float16,
    torch.device("cuda:1"), torch.Size([2, 3]), np.float32(1.5), np.dtype("int16"), int, nn.Linear, torch.strided,
    torch.channels_last, torch.relu, nn.functional.gelu, ValueError, torch.optim.Adam, collections.OrderedDict,
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: repr(value)[:40])
def test_a_value_arrives_equal_and_of_the_same_type(value):
    with joined({"value": [value]}) as bridge:
        (got,) = bridge.fetch(["value"])["value"]
    assert type(got) in (type(value), pathlib.PosixPath) and (got == value or got is value)


def test_tensors_arrive_with_shape_dtype_layout_and_flags():
    for tensor in (
        torch.arange(6.0).reshape(2, 3).t(), torch.tensor(2, dtype=torch.bfloat16), torch.ones(2, device="meta"),
        torch.empty(0, 3), torch.tensor([1 + 2j]), torch.tensor([True]), nn.Parameter(torch.ones(2), requires_grad=False),
        torch.ones(1, requires_grad=True) * 2, torch.zeros(3, dtype=torch.uint16), torch.ones(2).to(torch.float8_e5m2),
    ):  # fmt: skip
        with joined({"tensor": tensor}) as bridge:
            got = bridge.fetch(["tensor"])["tensor"]
        about = [(t.shape, t.dtype, t.stride(), t.requires_grad, t.device, type(t)) for t in (got, tensor)]
        assert about[0] == about[1] and (tensor.device.type == "meta" or got.tolist() == tensor.tolist())


def test_a_model_of_a_setup_class_is_rebuilt_from_this_sides_own_class():
    model = Given().eval()
    model.fc.weight.requires_grad_(False)
    model.seen += 2
    with joined({"model": model, "tied": nn.Sequential(model.fc, model.fc)}, {"Given": Given}) as bridge:
        got, tied = bridge.fetch(["model", "tied"]).values()
    assert type(got) is Given and got is not model and not got.training and got.act is torch.relu
    assert torch.equal(got.fc.weight, model.fc.weight) and not got.fc.weight.requires_grad and got.fc.bias.requires_grad
    assert got.seen.tolist() == [2, 2] and "seen" not in got.state_dict() and tied[0] is tied[1]


CHOSEN = {  # what an answer may have put where a test expects something of its own
    "a function of os": os.system, "a builtin": exec, "a class that starts programs": subprocess.Popen,
    "a partial function": functools.partial(eval), "a method": [].append, "a getter": operator.attrgetter("x"),
    "a module": os, "a logger": logging.getLogger("x"), "torch.load": torch.load, "an encoder": json.JSONEncoder,
    "a test case": unittest.TestCase, "numpy's loader": np.load, "a generator function": random.sample,
}  # fmt: skip


@pytest.mark.parametrize("how", CHOSEN)
def test_whatever_is_not_on_the_list_stays_with_the_answer(how):
    chosen = CHOSEN[how]
    with joined({"a": chosen, "element": [chosen], "item": {"k": chosen}, "nested": ((chosen,),)}) as bridge:
        found = bridge.fetch(["a", "element", "item", "nested"])
        got = [found["a"], found["element"][0], found["item"]["k"], found["nested"][0][0]]
        assert all(value is not chosen and bridge.handle_of(value) is not None for value in got)


def test_an_attribute_of_a_model_that_is_no_data_keeps_the_model_with_the_answer():
    model = Given()
    model.act = os.system
    with joined({"model": model}, {"Given": Given}) as bridge:
        got = bridge.fetch(["model"])["model"]
        assert isinstance(got, Remote) and isinstance(got, nn.Module)


def test_a_class_of_the_answer_is_a_proxy():
    with joined({"Vector": Vector, "one": Vector(1)}) as bridge:
        found = bridge.fetch(["Vector", "one"])
        kind, one = found["Vector"], found["one"]
        assert isinstance(kind, RemoteType) and type(one) is kind and one.double() == 2 and one.x == 1
        bridge.classes.add(kind)
        assert (one + kind(2)).x == 3 and one == kind(1) and one != 1
        assert copy.deepcopy(one).x == 1
        one.x = 5
        assert one.x == 5 and not hasattr(one, "y")
        twin = copy.copy(one)
        twin.x = 7
        assert type(twin) is kind and (one.x, twin.x) == (5, 7)
        with pytest.raises(CannotCarry):
            pickle.dumps(one)


def test_a_model_of_the_answers_class_offers_what_tests_need():
    with joined({"model": Small()}) as bridge:
        model = bridge.fetch(["model"])["model"]
        assert isinstance(model, nn.Module) and model.training and list(model.state_dict()) == ["fc.weight", "fc.bias"]
        assert model(torch.ones(4, 2)).shape == (4, 1) and model.eval() is model and not model.training


def add(items, table, tensor, array, stream):
    items.append(4)
    table["k"] = items
    tensor += 1
    array[0] = 9
    stream.write(b"zz")
    return items


def freeze(model):
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    model.extra = "here"
    model.eval()


def draw(generator):
    return torch.rand(2, generator=generator)


def test_arguments_are_changed_in_place():
    with joined({"add": add, "freeze": freeze, "draw": draw}, {"Given": Given}) as bridge:
        found = bridge.fetch(["add", "freeze", "draw"])
        items, table, tensor, array, stream = [1], {}, torch.zeros(2), np.zeros(2), io.BytesIO()
        assert found["add"](items, table, tensor, array, stream) is items
        assert items == [1, 4] and table["k"] is items and tensor.tolist() == [1, 1] and array[0] == 9
        assert stream.getvalue() == b"zz"
        model = Given()
        weight = model.fc.weight
        found["freeze"](model)
        assert model.fc.weight is weight and not weight.requires_grad and model.extra == "here" and not model.training
        generator, twin = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
        assert torch.equal(found["draw"](generator), torch.rand(2, generator=twin))
        assert torch.equal(torch.rand(2, generator=generator), torch.rand(2, generator=twin))


def hide_a_method(model):
    model.__dict__["state_dict"] = collections.OrderedDict


def hide_a_property(box):
    vars(box)["content"] = 1


def put_a_function(model):
    model.extra = os.getcwd


class Box:
    """A class of a setup cell with a property."""

    @property
    def content(self):
        return 0


Box.__module__ = HERE


@pytest.mark.parametrize(("change", "made"), [(hide_a_method, Given), (hide_a_property, Box), (put_a_function, Given)])
def test_what_comes_back_into_an_argument_is_data_where_data_may_be(change, made):
    with joined({"change": change}, {"Given": Given, "Box": Box}) as bridge, pytest.raises(MalformedReply):
        bridge.fetch(["change"])["change"](made())


def test_what_everybody_shares_is_no_argument_that_an_answer_may_change():
    assert not any(map(arguments.is_mutable, [Level, logging.Logger, type, type(logging), ValueError]))
    assert all(
        map(arguments.is_mutable, [Given, Box, list, dict, torch.Tensor, np.ndarray, torch.optim.SGD, torch.Generator])
    )


class Broken(ValueError, KeyError):
    """An answer's own error."""


class Done(StopIteration):
    """An answer's own end of a loop."""


class Skipped(unittest.SkipTest):
    """An answer's own word that a test does not count."""


for made in (Broken, Done, Skipped):
    made.__module__ = HERE


def fail(kind):
    raise kind("no")


RAISED = {
    ValueError: ValueError, KeyError: KeyError, Broken: (ValueError, KeyError), json.JSONDecodeError: ValueError,
    subprocess.SubprocessError: subprocess.SubprocessError, torch.OutOfMemoryError: RuntimeError, StopIteration: RuntimeError,
    StopAsyncIteration: RuntimeError, unittest.SkipTest: RuntimeError, Done: RuntimeError, Skipped: RuntimeError,
    SystemExit: SystemExit, KeyboardInterrupt: RuntimeError, GeneratorExit: RuntimeError,
}  # fmt: skip


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_an_error_comes_back_as_what_a_test_can_catch_and_ends_nothing_else(kind):
    def raising(_):
        raise json.JSONDecodeError("no", "", 0) if kind is json.JSONDecodeError else kind("no")

    with joined({"raising": raising}) as bridge:
        function = bridge.fetch(["raising"])["raising"]
        caught = []
        for wanted in RAISED[kind] if isinstance(RAISED[kind], tuple) else [RAISED[kind]]:
            with pytest.raises(wanted) as seen:
                list(map(function, [1]))
            caught.append(seen.value)
    assert all("no" in str(error) for error in caught)


def numbers():
    yield from range(3)


def test_iterators_go_both_ways_and_end():
    with joined({"numbers": numbers, "total": lambda items: sum(items)}) as bridge:
        found = bridge.fetch(["numbers", "total"])
        assert list(found["numbers"]()) == [0, 1, 2] and found["total"](i for i in range(4)) == 6


def test_a_function_of_a_test_takes_along_only_the_globals_that_it_reads():
    space = {"__name__": HERE, "expected": "CANARY", "offset": 2}
    exec("def shift(box):\n    return box.expected + offset", space)

    def look(function):
        return sorted(set(function.__globals__) & set(space)), function(
            dataclasses.make_dataclass("B", ["expected"])(1)
        )

    with joined({"look": look}) as bridge:
        names, value = bridge.fetch(["look"])["look"](space["shift"])
    assert value == 3 and "expected" not in names and "offset" in names


def test_a_class_of_a_test_comes_back_as_itself():
    space = {"__name__": HERE, "nn": nn}
    exec(
        "class Fresh(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n        self.fc = nn.Linear(n, n)",
        space,
    )
    with joined({"make": lambda kind: kind(2)}) as bridge:
        made = bridge.fetch(["make"])["make"](space["Fresh"])
    assert type(made) is space["Fresh"] and made.fc.weight.shape == (2, 2)


def test_a_view_does_not_carry_the_rest_of_its_storage():
    whole = torch.arange(10.0)
    with joined({"beside": lambda x: x.untyped_storage().tolist()}) as bridge:
        found = bridge.fetch(["beside"])["beside"](whole[2:4])
    assert bytes(found).count(0) >= 32  # the other eight numbers are zeros over there


def test_a_named_tuple_arrives_with_its_fields():
    with joined({"pair": collections.namedtuple("Pair", "loss right")(0.5, 3)}) as bridge:
        pair = bridge.fetch(["pair"])["pair"]
    assert pair == (0.5, 3) and (pair.loss, pair.right, pair._fields) == (0.5, 3, ("loss", "right"))


def test_a_random_state_is_taken_over_when_drawing_led_to_it_and_not_when_an_answer_chose_it():
    torch.manual_seed(1)
    states = CheckedRandomStates()
    before = torch.get_rng_state()
    torch.rand(50_000)
    drawn = torch.get_rng_state()
    torch.manual_seed(5)
    seeded = torch.get_rng_state()

    torch.set_rng_state(before)
    states.accept({"torch": seeded})
    assert torch.equal(torch.get_rng_state(), before)
    states.accept({"torch": drawn})
    assert torch.equal(torch.get_rng_state(), drawn)
    states.accept({"torch": before})  # back to what was drawn already
    assert torch.equal(torch.get_rng_state(), drawn)
