"""Attacks through what crosses beside plain data: errors, enumerations, generators, function attributes, shared parts."""
# ruff: noqa: E501 - tables of lies read better one to a line

import collections
import collections.abc
import contextlib
import enum
import inspect
import random
import threading
import unittest

import numpy as np
import pytest
import torch

from autograder.sealed.errors import MalformedReply
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side.bridge import TrustedBridge
from autograder.sealed.values.decode import Decoder
from autograder.sealed.values.random_states import CheckedRandomStates
from tests.sealed.joined import joined


def decode(coded, *more):
    """What the tests' side makes of what an answer sent, each part after the others; the last one."""
    decoder = Decoder(TrustedBridge(None, Limits(), {}), bytearray(16))
    return [decoder.decode(part) for part in (coded, *more)][-1]


ERROR = {"$": "error", "c": ["builtins", "ValueError"], "text": "no"}
KIND = {"$": "handle", "n": 1, "kind": "class", "name": "Own", "bases": [["builtins", "Exception"]], "own": ["__str__"]}
FUNCTION = {"$": "handle", "n": 2, "kind": "function", "name": "f"}


@pytest.mark.parametrize(
    "holds",
    [[["with_traceback", 1]], [["add_note", 1]], [["args", 1]], [["__class__", 1]], [["__notes__", 1]],
     [["_sealed_text", "yes"]], [["check", FUNCTION]], [[5, 1]], 7],
)  # fmt: skip
def test_an_error_holds_data_and_hides_no_method(holds):
    for more in ({}, {"class": KIND}):
        with pytest.raises(MalformedReply):
            decode({**ERROR, "holds": holds, **more})


def test_an_error_of_the_answers_class_is_text_and_data_on_this_side():
    error = decode({**ERROR, "class": KIND, "text": "x" * 50_000, "notes": [5, "y" * 50_000]})
    assert len(str(error)) == 20_000 and error.__notes__[0] == "5" and len(error.__notes__[1]) == 20_000
    assert type(error).__mro__[1] is Exception


def test_causes_of_errors_are_bounded():
    chain = dict(ERROR)
    for _ in range(200):
        chain = {**ERROR, "cause": chain}
    with pytest.raises(MalformedReply):
        decode(chain)


def stop_unseen():
    raise unittest.case._ShouldStop("no")


def exit_well():
    raise SystemExit(0)


def skip_later():
    yield 1
    raise unittest.SkipTest("no")


def test_no_error_makes_a_failed_unittest_look_passed():
    with joined({"stop": stop_unseen, "exit_well": exit_well, "skip_later": skip_later}) as bridge:
        found = bridge.fetch(["stop", "exit_well", "skip_later"])

        class Stops(unittest.TestCase):
            def test_value(self):
                self.assertEqual(found["stop"](), 6)

        class Exits(unittest.TestCase):
            @classmethod
            def setUpClass(cls):
                found["exit_well"]()

            def test_value(self):
                self.fail()

        class Skips(unittest.TestCase):
            def test_value(self):
                self.assertEqual(list(found["skip_later"]()), [1, 2])

        for case in (Stops, Exits, Skips):
            result = unittest.TestResult()
            unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
            assert len(result.errors) == 1


def test_an_exit_ends_nothing_between_tests():
    with joined({}) as bridge:
        bridge._ask = lambda *_: ({"raised": {"c": ["builtins", "SystemExit"], "text": "0"}}, bytearray())
        for ask in (lambda: bridge.do("nothing", None), lambda: bridge.fetch(["f"])):
            with pytest.raises(RuntimeError):
                ask()


ENUM = {"kind": "Enum", "mixed": None, "names": ["A"], "values": [1], "own": [], "acts": [], "finds": False}


@pytest.mark.parametrize(
    "lie",
    [{"names": ["__eq__"]}, {"names": ["_missing_"]}, {"names": ["mro"]}, {"names": ["a.b"]}, {"kind": "EnumType"},
     {"own": ["__eq__"]}, {"own": ["_value_"]}, {"values": []}, {"names": ["A", "A"], "values": [1, 2]}, {"mixed": "list", "kind": "x"}],
)  # fmt: skip
def test_an_enumeration_has_members_and_nothing_of_pythons_own(lie):
    with pytest.raises(MalformedReply):
        decode({**KIND, "bases": [], "own": [], "enum": ENUM | lie})


def test_members_of_an_answers_enumeration_compare_on_this_side():
    kind = decode({**KIND, "bases": [], "own": [], "enum": ENUM | {"acts": ["__eq__", "__hash__", "__call__"]}})
    assert kind.__eq__ is enum.Enum.__eq__ or kind.A != 1
    assert kind.A != 1 and not callable(kind.A)
    for lie in ({"k": {**FUNCTION, "n": 3}, "v": "A"}, {"k": KIND, "v": "mro"}, {"k": KIND, "v": "__class__"}):
        with pytest.raises(MalformedReply):
            decode({**KIND, "bases": [], "own": [], "enum": ENUM}, {"$": "enum", **lie})


@pytest.mark.parametrize(
    "kind", [FUNCTION, {**KIND, "bases": [], "enum": ENUM}, {**KIND, "bases": [["builtins", "ValueError"]]}]
)
def test_an_object_is_of_a_class_that_stays_with_the_answer(kind):
    with pytest.raises(MalformedReply):
        decode({"$": "handle", "n": 9, "kind": "object", "class": kind})


@pytest.mark.parametrize(
    "name", ["__signature__", "__code__", "__class__", "__isabstractmethod__", "__unittest_skip__"]
)
def test_a_functions_attributes_are_none_of_pythons_own(name):
    bridge = TrustedBridge(None, Limits(), {})
    decoder = Decoder(bridge, bytearray())
    decoder.decode(FUNCTION)
    with pytest.raises(MalformedReply):
        bridge._take_attributes({"attributes": [[2, [[name, True]]]]}, decoder)
    with pytest.raises(MalformedReply):
        bridge._take_attributes({"attributes": [[77, [["calls", 1]]]]}, decoder)


TENSOR = {"$": "tensor", "k": 0, "d": "float32", "s": [2], "g": False, "p": False, "dev": "cpu", "at": 0, "n": 8}
INDICES = {"$": "tensor", "k": 1, "d": "int64", "s": [1, 1], "g": False, "p": False, "dev": "cpu", "at": 0, "n": 8}


@pytest.mark.parametrize(
    "parts",
    [
        [{"$": "seen", "v": 0}],
        [[{"$": "number", "v": 3}, 1], {"$": "tied", "to": 3, "k": 4, "g": False, "p": False}],
        [{"$": "tied", "to": 99, "k": 4, "g": False, "p": False}],
        [
            {
                "$": "sparse",
                "layout": "sparse_coo",
                "s": [-1],
                "g": False,
                "parts": [INDICES, TENSOR | {"s": [1], "n": 4}],
            }
        ],
        [
            {
                "$": "sparse",
                "layout": "sparse_coo",
                "s": [0],
                "g": False,
                "parts": [INDICES, TENSOR | {"s": [1], "n": 4}],
            }
        ],
        [{"$": "sparse", "layout": "_mkldnn", "s": [4], "g": False, "parts": [INDICES, TENSOR | {"s": [1], "n": 4}]}],
        [{"$": "sparse", "layout": "sparse_csr", "s": [4], "g": False, "parts": [INDICES, TENSOR]}],
        [{"$": "sparse", "layout": "sparse_coo", "s": [4], "g": False, "parts": [[1], "x"]}],
        [[{"$": "number", "v": []}, 1]],
    ],
)
def test_shared_parts_and_sparse_tensors_are_checked(parts):
    with pytest.raises(MalformedReply):
        decode(*parts)


def test_shared_parts_may_not_contain_themselves():
    with pytest.raises(MalformedReply):
        decode([{"$": "number", "v": 3}, {"$": "seen", "v": 3}])


def seed_again(generator):
    """Put the generator where the next numbers are known."""
    if isinstance(generator, random.Random):
        generator.seed(1)
    elif isinstance(generator, torch.Generator):
        generator.manual_seed(1)
    elif isinstance(generator, np.random.RandomState):
        generator.seed(1)
    else:
        generator.bit_generator.state = type(generator.bit_generator)(1).state


def choose_half(generator):
    """Choose the half number that is left over, which the next 32-bit number will be."""
    generator.random()
    generator.bit_generator.state = generator.bit_generator.state | {"has_uint32": 1, "uinteger": 0}


def go_far(generator):
    """Choose among many states that drawing could reach in a very long time."""
    generator.bit_generator.advance(1 << 60)


def other_addend(generator):
    state = generator.bit_generator.state
    state["state"]["inc"] ^= 2
    generator.bit_generator.state = state


def made(kind):
    return {
        "python": lambda: random.Random(3),
        "torch": lambda: torch.Generator().manual_seed(3),
        "old": lambda: np.random.RandomState(3),
        "pcg": lambda: np.random.default_rng(3),
        "dxsm": lambda: np.random.Generator(np.random.PCG64DXSM(3)),
        "twister": lambda: np.random.Generator(np.random.MT19937(3)),
    }[kind]()


def next_of(generator):
    return torch.rand(1, generator=generator).item() if isinstance(generator, torch.Generator) else generator.random()


@pytest.mark.parametrize("kind", ["python", "torch", "old", "pcg", "dxsm", "twister"])
def test_an_answer_does_not_choose_what_a_given_generator_draws_next(kind):
    with joined({"seed_again": seed_again}) as bridge:
        given = made(kind)
        bridge.fetch(["seed_again"])["seed_again"](given)
    assert next_of(given) == next_of(made(kind))


@pytest.mark.parametrize(("change", "first"), [(choose_half, 1), (go_far, 0), (other_addend, 0)])
def test_a_congruential_generator_goes_on_as_drawing_leaves_it(change, first):
    with joined({"change": change}) as bridge:
        given, twin = made("pcg"), made("pcg")
        bridge.fetch(["change"])["change"](given)
    twin.random(first)
    assert given.integers(1 << 32, dtype=np.uint32) == twin.integers(1 << 32, dtype=np.uint32)
    assert given.random() == twin.random()


def choose_normal(generator):
    """Draw something, then choose the normal number that the next call hands out."""
    next_of(generator)
    if isinstance(generator, random.Random):
        version, words, _ = generator.getstate()
        generator.setstate((version, words, 0.0))
    elif isinstance(generator, np.random.RandomState):
        generator.set_state((*generator.get_state()[:3], 1, 0.0))
    else:
        state = generator.get_state()
        state[24 + 8 * 624 :] = 0
        state[24 + 8 * 624 + 24] = 1
        generator.set_state(state)


def normal_of(generator):
    if isinstance(generator, random.Random):
        return generator.gauss(0, 1)
    if isinstance(generator, torch.Generator):
        return torch.randn(1, generator=generator, dtype=torch.float64).item()
    return generator.standard_normal()


@pytest.mark.parametrize("kind", ["python", "torch", "old"])
def test_an_answer_does_not_choose_the_normal_number_that_is_left(kind):
    with joined({"change": choose_normal}) as bridge:
        given, twin = made(kind), made(kind)
        bridge.fetch(["change"])["change"](given)
    next_of(twin)
    assert normal_of(given) == normal_of(twin) != 0


@pytest.mark.parametrize("kind", ["python", "torch", "old"])
def test_a_normal_number_that_drawing_left_is_taken_over(kind):
    def draw(generator):
        return [next_of(generator), normal_of(generator), next_of(generator)]

    with joined({"draw": draw}) as bridge:
        given, twin, function = made(kind), made(kind), bridge.fetch(["draw"])["draw"]
        for _ in range(120):  # over the end of a block of 624 words
            assert function(given) == draw(twin)
            assert normal_of(given) == normal_of(twin)
            normal_of(given), normal_of(twin)


def test_an_answer_does_not_choose_the_global_normal_number_that_is_left():
    random.seed(3), np.random.seed(3), torch.manual_seed(3)
    states = CheckedRandomStates()
    version, words, _ = random.getstate()
    states.accept({"random": (version, words, 0.0), "numpy": (*np.random.get_state()[:3], 1, 0.0)})
    assert random.getstate()[2] is None and np.random.get_state()[3] == 0


def test_a_half_number_that_drawing_left_is_taken_over():
    with joined({"draw": lambda generator: generator.integers(1 << 32, dtype=np.uint32)}) as bridge:
        given, twin = made("pcg"), made("pcg")
        draw = bridge.fetch(["draw"])["draw"]
        for _ in range(3):
            assert draw(given) == twin.integers(1 << 32, dtype=np.uint32)
            assert given.integers(1 << 32, dtype=np.uint32) == twin.integers(1 << 32, dtype=np.uint32)
            assert given.integers(1 << 32, dtype=np.uint32) == twin.integers(1 << 32, dtype=np.uint32)


def test_the_seed_of_a_given_generator_does_not_travel():
    def seeds(one, two):
        return one.initial_seed(), two.bit_generator.seed_seq.entropy

    with joined({"seeds": seeds}) as bridge:
        found = bridge.fetch(["seeds"])["seeds"](torch.Generator().manual_seed(918273), np.random.default_rng(918273))
    assert 918273 not in found


ASKED = []


class Listens(collections.abc.Mapping):
    """An answer's class that notes what it is asked about."""

    def __getitem__(self, key):
        ASKED.append(key)
        return 0

    def __iter__(self):
        return iter(["a"])

    def __len__(self):
        return 1

    def __contains__(self, item):
        ASKED.append(item)
        return True

    def __iadd__(self, other):
        ASKED.append(other)
        return self

    __add__ = __radd__ = __and__ = __rand__ = __divmod__ = __lshift__ = __iadd__


Listens.__module__ = "__main__"


def test_a_result_is_not_asked_about_an_expected_value():
    with joined({"f": Listens}) as bridge:
        got = bridge.fetch(["f"])["f"]()
        assert got != {"secret": 3.5} and got != {"secret": 3.5} and 3.5 not in got and "a" in got
        for act in ("got + 3.5", "3.5 + got", "got & {3.5}", "{3.5} & got", "divmod(got, 3.5)", "got << 3.5"):
            with pytest.raises(TypeError):
                eval(act, {"got": got})
        with pytest.raises(TypeError):
            got += 3.5
    assert set(ASKED) <= {"a"}


def test_what_an_answer_says_of_a_dataclass_is_never_run():
    name = "x=__import__('os').abort()"
    fields = [{"n": name, "t": name, "flags": {"init": True, "repr": True, "compare": True, "kw_only": False}}]
    kind = decode({**KIND, "bases": [], "own": [], "fields": fields})
    assert [field for field in kind.__dataclass_fields__] == [name]


def test_a_traceback_shows_no_line_of_an_answer_that_is_gone():
    with joined({"f": exit_well}) as bridge:
        function = bridge.fetch(["f"])["f"]
    with pytest.raises(OSError):
        inspect.getsource(function)


def lying_about_names(bridge, *lies):
    """The answer's side says with every reply that these names have changed."""
    ask = bridge._ask

    def lie(request, payload=b""):
        reply, blob = ask(request, payload)
        return reply | ({"names": list(lies)} if request["op"] != "fetch" else {}), blob

    bridge._ask = lie


FREE = {"f": lambda: None, "count": 1, "log": [1]}


@pytest.mark.parametrize(
    "lie",
    [
        ["expected", True, 2],  # a name of the test
        ["f", False, 2],  # a function that the test calls
        ["count", False, {"$": "name", "v": ["torch", "allclose"]}],
        ["count", False, FUNCTION],
    ],
)
def test_an_answer_changes_no_name_that_is_not_its_own_data(lie):
    with joined(dict(FREE)) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "count", "log"], own=["expected"]) | {"expected": 1}
        lying_about_names(bridge, lie)
        with pytest.raises(MalformedReply):
            space["f"]()
        assert space["expected"] == 1 and space["count"] == 1 and callable(space["f"])


def test_what_a_test_binds_under_a_name_of_the_answer_is_its_own():
    with joined(dict(FREE)) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "count", "log"], own=["count"])
        kept = space["log"]
        space["log"] = [3]
        lying_about_names(bridge, ["log", True, [9]])
        space["f"]()
        assert space["log"] == [3] and kept == [9]
        lying_about_names(bridge, ["log", False, [8]])
        space["f"]()
        assert space["log"] == [3]
        lying_about_names(bridge, ["count", True, 9])
        with pytest.raises(MalformedReply):  # the cell will bind it
            space["f"]()


def cell(code):
    """The names that an answer's cell binds."""
    space = {}
    exec(code, space)
    return space


def test_an_answer_may_change_what_the_test_binds_under_the_same_name():
    with joined(cell("count = 0\ndef f():\n    global count\n    count += 1\n    return count")) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["count", "f"], own=["count"])
        assert [space["f"](), space["f"]()] == [1, 2]
        assert space["count"] == 0


def test_what_a_test_puts_under_a_name_and_cannot_travel_stays_with_it():
    with joined(cell("log = []\ndef f(): return len(log)")) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "log"])
        space["log"].append(threading.Lock())
        assert space["f"]() == 0
        space["log"][:] = [1]
        assert space["f"]() == 1


@pytest.mark.parametrize("keep", ["log = y", "log.append(y)"])
def test_no_name_of_an_answer_is_an_argument_of_the_test(keep):
    answer = (
        f"log = []\ndef train(x, y):\n    global log\n    {keep}\ndef f():\n    log[:] = [0]\ndef g(): return str(log)"
    )
    with joined(cell(answer)) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "g", "log", "train"])
        labels = [1, 2]
        space["train"]([3], labels)
        labels.append("expected")
        assert "expected" not in space["g"]()
        space["f"]()
        assert labels == [1, 2, "expected"]


@pytest.mark.parametrize("numbered", [{}, {"number": 7}])
def test_a_reply_binds_no_name_to_an_argument_of_the_test(numbered):
    with joined(dict(FREE)) as bridge:
        bridge.names.space |= bridge.fetch(["f", "count", "log"])
        ask = bridge._ask

        def lie(request, payload=b""):
            reply, blob = ask(request, payload)
            kept = {"$": "seen", "v": 7} if numbered else {"$": "ref", "v": 0}
            return reply | {"value": {"$": "ref", "v": 0, **numbered}, "names": [["log", False, kept]]}, blob

        bridge._ask = lie
        with contextlib.suppress(MalformedReply):
            bridge.names.space["f"]()
        assert bridge.names.space["log"] in (None, [1])


def test_an_object_that_comes_with_a_name_is_known_where_else_it_stands():
    answer = "class Node: pass\nlast = None\ndef f():\n    global last\n    last = f.last = Node()"
    with joined(cell(answer)) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "last"])
        space["f"]()
        assert space["f"].last is space["last"] is not None


def test_a_closed_stream_under_a_name_fails_no_call():
    answer = "import io\nout, log = io.StringIO(), io.BytesIO()\nlog.close()\ndef f():\n    out.close()\n    return 3"
    with joined(cell(answer)) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "log", "out"])
        assert space["f"]() == 3 and space["out"].closed and space["log"].closed


def test_what_a_test_leaves_as_it_was_in_an_answers_container_is_still_the_answers_own():
    answer = """
import torch
w = torch.zeros(1)
kept, params, first = [], [w], []
state = {"n": 0, "kept": kept}
rows = [[], first]
def f():
    kept.append(1)
    params[0].add_(1)
    first.append(2)
    return [state["kept"] is kept, params[0] is w, any(row is first for row in rows)]
"""
    with joined(cell(answer)) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "params", "rows", "state", "w"])
        assert all([*space["f"](), *space["f"]()])
        space["state"]["n"] = 5
        space["w"].zero_()
        space["rows"].pop(0)
        assert all(space["f"]())
        assert space["w"].tolist() == [1] and space["rows"] == [[2] * 3]


def test_a_value_that_grows_large_is_looked_at_no_more():
    with joined(cell("log = []\ndef f(n): log.append('x' * n)")) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "log"])
        for size in (1, 20_000, 2):
            space["f"](size)
        assert [len(text) for text in space["log"]] == [1, 20_000]


def test_a_loop_over_a_dict_goes_on_while_a_call_changes_its_values():
    with joined(cell("table = {0: [], 1: [], 2: []}\ndef f(key): table[key].append(key)")) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "table"])
        del space["table"][0]
        for key in space["table"]:
            space["f"](key)
        assert space["table"] == {1: [1], 2: [2]}


def test_a_list_may_hold_tuples_in_tuples_of_any_depth():
    with joined(cell("log = [1]\ndef f():\n    for _ in range(3000): log[0] = (log[0], 1)")) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "log"])
        assert space["f"]() is None


def test_an_array_of_an_answer_that_gets_another_shape_has_it_in_the_test():
    with joined(cell("import numpy as np\nkept = np.zeros(2)\ndef f(): kept.shape = (1, 2)")) as bridge:
        space = bridge.names.space
        space |= bridge.fetch(["f", "kept"])
        space["f"]()
        assert space["kept"].shape == (1, 2)
