"""Hostile bytes on the wire: each fails one test with a message, and never runs, crashes or fills anything."""
# ruff: noqa: E501 - tables of attacks and values read better one to a line

import contextlib
import json
import random
import time

import pytest

from autograder.sealed import wire
from autograder.sealed.errors import MalformedReply
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side.bridge import TrustedBridge
from autograder.sealed.values.decode import Decoder
from tests.sealed.one import grade

HOSTILE = {
    "unknown kind": {"$": "pickle", "v": "x"},
    "no kind": {"v": 1},
    "tensor too long": {"$": "tensor", "k": 0, "d": "float32", "s": [9], "g": False, "p": False, "dev": "cpu", "at": 0, "n": 0},
    "tensor outside": {"$": "tensor", "k": 0, "d": "float32", "s": [1], "g": False, "p": False, "dev": "cpu", "at": 9, "n": 4},
    "negative shape": {"$": "tensor", "k": 0, "d": "float32", "s": [-1], "g": False, "p": False, "dev": "cpu", "at": 0, "n": 0},
    "huge shape": {"$": "tensor", "k": 0, "d": "float32", "s": [1 << 60], "g": False, "p": False, "dev": "meta"},
    "wrong dtype": {"$": "tensor", "k": 0, "d": "__class__", "s": [], "g": False, "p": False, "dev": "cpu", "at": 0, "n": 0},
    "wrong device": {"$": "tensor", "k": 0, "d": "float32", "s": [0], "g": False, "p": False, "dev": "evil:1", "at": 0, "n": 0},
    "object array": {"$": "ndarray", "d": "|O", "s": [1], "at": 0, "n": 8},
    "os.system": {"$": "global", "v": ["os", "system"]},
    "eval": {"$": "global", "v": ["builtins", "eval"]},
    "test's own name": {"$": "global", "v": ["__main__", "secret_function"]},
    "module class": {"$": "nn", "k": 0, "c": ["subprocess", "Popen"], "training": True, "p": [], "b": [], "m": [], "a": []},
    "graph module": {"$": "nn", "k": 0, "c": ["torch.fx.graph_module", "GraphModule"], "training": True, "p": [], "b": [], "m": [], "a": []},
    "library object": {"$": "object", "c": ["subprocess", "Popen"], "v": []},
    "unhashable key": {"$": "dict", "v": [[[1], 2]]},
    "odd pairs": {"$": "dict", "v": [[1, 2, 3]]},
    "ref": {"$": "ref", "v": 10**9},
    "negative ref": {"$": "ref", "v": -1},
    "long number": {"$": "int", "v": "f" * 10**6},
    "named tuple": {"$": "namedtuple", "c": None, "n": "x", "f": ["a=__import__('os').system('true')"], "v": [1]},
    "module": {"$": "module", "v": "os.path.nothing"},
    "handle": {"$": "handle", "n": "x", "kind": "class"},
    "handle kind": {"$": "handle", "n": 1, "kind": "evil"},
    "signature": {"$": "handle", "n": 1, "kind": "function", "name": "f", "signature": [{"n": "a b", "k": 77}]},
    "pattern that is none": {"$": "pattern", "v": "(", "f": 32},
    "pattern of a number": {"$": "pattern", "v": 3, "f": 32},
    "long pattern": {"$": "pattern", "v": "a" * 10**6, "f": 32},
    "flags that are none": {"$": "pattern", "v": "a", "f": "32"},
    "list instead of text": {"$": "path", "v": ["x"]},
}  # fmt: skip


def decode(coded, blob=b"", depth=60):
    return Decoder(TrustedBridge(None, Limits(), {}), bytearray(blob), [], depth).decode(coded)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_value_is_refused(name):
    with pytest.raises(MalformedReply):
        decode(HOSTILE[name])


def test_deep_nesting_is_refused():
    deep = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(MalformedReply, match="nested"):
        decode(deep)


def test_mutated_replies_raise_nothing_else():
    chance = random.Random(0)
    tokens = [None, -1, 2**70, "", "x", [], {}, [[]], {"$": "tuple"}, True, 1.5, "float32", "cpu"]

    def mutate(value):
        if chance.random() < 0.15:
            return chance.choice(tokens)
        if isinstance(value, dict):
            return {key: mutate(item) for key, item in value.items() if chance.random() > 0.05}
        if isinstance(value, list):
            return [mutate(item) for item in value]
        return value

    for _ in range(300):
        for coded in HOSTILE.values():
            with contextlib.suppress(MalformedReply):
                decode(mutate(coded), bytes(64))


def test_broken_frames_are_refused():
    head = wire.HEADER.pack
    for data in (b"GET / HTTP/1.1\r\n\r\n      ", head(b"ag01", 1 << 30, 0), head(b"ag01", 2, 1 << 40), head(b"ag01", 2, 0) + b"[]",
                 head(b"ag01", 3, 0) + b"{,}", head(b"ag01", 200_000, 0) + b"[" * 200_000):  # fmt: skip
        with pytest.raises(MalformedReply):
            list(wire.FrameReader(1 << 20).feed(data))


REFERENCE = "def f(): return 1\ndef g(): return 2"
TOOLS = "import torch\nfrom torch import nn"
EVIL = """
import autograder.sealed.wire as w
real = w.send
def evil(sock, message, blob=b""):
    if message.get("value") == "{mark}":
        {act}
    real(sock, message, blob)
w.send = evil
def f(): return "{mark}"
def g(): return 2
"""
ACTS = {
    "garbage": "sock.sendall(b'garbage' * 100)",
    "flood": "[sock.sendall(b'x' * (1 << 20)) for _ in range(1 << 20)]",
    "huge frame": "sock.sendall(w.HEADER.pack(b'ag01', 2, 1 << 62))",
    "stale replies": "[real(sock, {'seq': -1}) for _ in range(1 << 40)]",
    "deep json": "t = b'[' * 300000; sock.sendall(w.HEADER.pack(b'ag01', len(t), 0) + t)",
    "closed": "sock.close()",
    "silence": "import time; time.sleep(99)",
    "changed arguments": "message['changed'] = [[5, {'content': 1}]]",
    "random state": "message['rng'] = {'python': {'$': 'tuple', 'v': [1, 2]}}",
    "no value": "message = {'seq': message['seq']}",
    "wrong error": "message = {'seq': message['seq'], 'raised': {'c': ['os', 'system'], 'text': 'x'}}",
    "error that is an exit": "message = {'seq': message['seq'], 'raised': {'c': ['builtins', 'SystemExit'], 'text': 'x'}}",
    "list": "message = [1]",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTS)
def test_hostile_process_fails_its_test_and_no_more(name):
    code = EVIL.format(mark="mark", act=ACTS[name])
    started = time.monotonic()
    done = grade(TOOLS, REFERENCE, ["assert f() == 1"], submitted=code, cell_timeout=2.0, grace=0.3)
    assert time.monotonic() - started < 15
    assert len(done.failures) == 1
    assert grade(TOOLS, REFERENCE, ["assert f() == 1"]).passed


@pytest.mark.slow
def test_forged_outputs_of_the_students_own_cell_stay_in_that_cell():
    forged = [{"output_type": kind, "data": data, "text": ["x"], "ename": 3, "metadata": [], "traceback": 1}
              for kind in ("stream", "display_data", "execute_result", "error", "nonsense", None)
              for data in ({"text/plain": "5"}, {"text/plain": 5}, [], {"a/json": [[]]})]  # fmt: skip
    code = f"""
import autograder.sealed.wire as w, gc, socket, json
for sock in [o for o in gc.get_objects() if isinstance(o, socket.socket)]:
    for output in json.loads({json.dumps(json.dumps(forged))}):
        try: w.send(sock, {{"event": "output", "output": output}})
        except OSError: pass
def f(): return 3
def g(): return 3
"""
    done = grade(TOOLS, REFERENCE, "assert f() == 1", submitted=code)
    assert len(done.failures) == 1
    assert [output.output_type for output in done.outputs(2)] == ["error"]


def test_a_reply_of_very_many_parts_is_refused_before_it_is_read():
    text = b'{"v":[' + b"[]," * 3_000_000 + b"[]]}"
    with pytest.raises(MalformedReply, match="values at once"):
        list(wire.FrameReader(len(text)).feed(wire.HEADER.pack(wire.MAGIC, len(text), 0) + text))
