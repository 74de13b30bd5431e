"""The replies that take the most memory where tests run, within the limits and beyond: `python -m … NAME` reads one.

Prints JSON: what became of it, by how many MiB the process grew at most, and its seconds of processor time. The process
may map what a tests' process may by default.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch  # noqa: F401 - readers of tensors and layers

from autograder.sealed import wire
from autograder.sealed.errors import MalformedReply
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side.bridge import MOST_CLASSES, MOST_OBJECTS, TrustedBridge
from autograder.sealed.values.decode import Decoder

MOST, BLOB = wire.MAX_PARTS - 20, Limits().reply
TEXT = wire.MAX_JSON - 100


def many(part: str, parts: int) -> bytes:
    """A list of as many values as may come at once. parts: brackets and commas of one, the comma behind it included."""
    size = min(MOST // parts, TEXT // len(part.encode()))
    return b'{"value":[' + ",".join([part] * size).encode() + b"]}"


def numbered(part: str, parts: int, most: int = MOST) -> bytes:
    """The same, with a number of its own in each."""
    size = min(MOST // parts, TEXT // (len(part) + 6), most)
    return b'{"value":[' + ",".join(part.replace("#", str(number)) for number in range(size)).encode() + b"]}"


def tensor(size: int, at: int = 0, kind: str = "uint8") -> str:
    return json.dumps(
        {"$": "tensor", "k": 0, "d": kind, "s": [size], "g": False, "p": False, "dev": "cpu", "at": at, "n": size},
        separators=(",", ":"),
    )


FUNCTION = '{"$":"handle","n":#,"kind":"function","name":"f","signature":null,"doc":null,"module":"m"}'
CLASS = '{"$":"handle","n":#,"kind":"class","name":"C","bases":[],"own":[]}'
TUPLE = '{"$":"namedtuple","c":null,"n":"a#","f":["b"],"v":[1]}'
ARRAY = f'{{"value":{{"$":"ndarray","d":"|u1","s":[{BLOB}],"at":0,"n":{BLOB}}}}}'
NET = '{"$":"nn","k":#,"c":["torch.nn","Identity"],"training":true,"p":[],"b":[],"m":[],"a":[]}'
FRAME = """
{"$":"pandas","number":#,"v":{"$":"tuple","v":["frame",{"$":"tuple","v":["range",0,0,1,null]},
{"$":"tuple","v":["range",0,9,1,null]},{"$":"tuple","v":[]},{"$":"tuple","v":[]}]}}
""".replace("\n", "")
TEXTS = f"""
{{"$":"pandas","v":{{"$":"tuple","v":["array",{{"$":"tuple","v":["texts","python",true,{{"$":"tuple","v":["a"]}},
{{"$":"tuple","v":["numbers","<i8",{{"$":"bytes","at":0,"n":{BLOB}}}]}}]}}]}}}}
""".replace("\n", "")
#: by name: the message and its blob, which the limits allow
WITHIN: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "numbers": lambda: (many("0.5", 1), b""),
    "lists": lambda: (many("[]", 2), b""),
    "tuples": lambda: (many('{"$":"tuple","v":[]}', 4), b""),
    "dicts": lambda: (many('{"$":"dict","v":[]}', 4), b""),
    "sets": lambda: (many('{"$":"set","v":[]}', 4), b""),
    "deques": lambda: (many('{"$":"deque","v":[],"n":null}', 5), b""),
    "namespaces": lambda: (many('{"$":"namespace","v":[]}', 4), b""),
    "decimals": lambda: (many('{"$":"decimal","v":"1.5"}', 3), b""),
    "streams": lambda: (many('{"$":"stringio","v":"a","p":0}', 4), b""),
    "keys": lambda: (
        b'{"value":{"$":"dict","v":[' + b",".join(b'["%d",1]' % n for n in range(MOST // 3)) + b"]}}",
        b"",
    ),
    "texts": lambda: (numbered('"text #"', 1), b""),
    "one-text": lambda: (b'{"value":"' + b"a" * TEXT + b'"}', b""),
    "one-wide-text": lambda: (('{"value":"' + "a" * (TEXT - 4) + '\U0001f600"}').encode(), b""),
    "deepest": lambda: (many("[" * 55 + "]" * 55, 56), b""),
    "functions": lambda: (numbered(FUNCTION, 8, MOST_OBJECTS), b""),
    "classes": lambda: (numbered(CLASS, 12, MOST_CLASSES), b""),
    "named-tuples": lambda: (numbered(TUPLE, 8, MOST_CLASSES), b""),
    "layers": lambda: (numbered(NET, 16), b""),
    "meta-tensors": lambda: (many('{"$":"tensor","k":0,"d":"uint8","s":[],"g":false,"p":false,"dev":"meta"}', 9), b""),
    "small-tensors": lambda: (numbered(tensor(1, 0).replace('"at":0', '"at":#'), 11), bytes(200_000)),
    "frames": lambda: (numbered(FRAME, FRAME.count("{") * 2 + FRAME.count("[") + FRAME.count(",")), b""),
    "one-column-of-texts": lambda: (f'{{"value":{TEXTS}}}'.encode(), bytes(BLOB)),
    "one-tensor": lambda: (f'{{"value":{tensor(BLOB)}}}'.encode(), bytes(BLOB)),
    "one-array": lambda: (
        f'{{"value":{{"$":"ndarray","d":"|u1","s":[{BLOB}],"at":0,"n":{BLOB}}}}}'.encode(),
        bytes(BLOB),
    ),
    "bytes": lambda: (f'{{"value":{{"$":"bytes","at":0,"n":{BLOB}}}}}'.encode(), bytes(BLOB)),
    "booleans": lambda: (f'{{"value":{tensor(BLOB, kind="bool")}}}'.encode(), bytes(BLOB)),
    "text-and-tensor": lambda: (f'{{"value":[{tensor(BLOB)},"{"a" * (TEXT - 200)}"]}}'.encode(), bytes(BLOB)),
    "wide-text-and-booleans": lambda: (
        f'{{"value":[{tensor(BLOB, kind="bool")},"{"a" * (TEXT - 200)}\U0001f600"]}}'.encode(),
        bytes(BLOB),
    ),
}
#: what the limits refuse
BEYOND: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "more-text": lambda: (b'{"value":"' + b"a" * (wire.MAX_JSON + 1) + b'"}', b""),
    "more-bytes": lambda: (b'{"value":1}', bytes(BLOB + 1)),
    "more-values": lambda: (b'{"value":[' + b"[]," * 10_000_000 + b"[]]}", b""),
    "more-commas": lambda: (b'{"value":[' + b"0," * 30_000_000 + b"0]}", b""),
    "more-dicts": lambda: (b'{"value":[' + b"{}," * 10_000_000 + b"{}]}", b""),
    "deeper": lambda: (b'{"value":' + b"[" * 30_000_000 + b"]" * 30_000_000 + b"}", b""),
    "deeper-than-values": lambda: (b'{"value":' + b"[" * 200 + b"]" * 200 + b"}", b""),
    "same-bytes": lambda: (b'{"value":[' + b",".join([tensor(BLOB).encode()] * 1_000) + b"]}", bytes(BLOB)),
    "same-bytes-once-more": lambda: (
        b'{"value":[' + b",".join([b'{"$":"bytes","at":0,"n":100000000}'] * 1_000) + b"]}",
        bytes(BLOB),
    ),
    "many-functions": lambda: (numbered(FUNCTION, 8), b""),
    "many-classes": lambda: (numbered(CLASS, 12), b""),
    "many-named-tuples": lambda: (numbered(TUPLE, 8), b""),
    "long-number": lambda: (b'{"value":' + b"9" * 60_000_000 + b"}", b""),
}


def main(name: str) -> None:
    ours, theirs = socket.socketpair()
    if not os.fork():  # the answer's process
        ours.close()
        text, blob = (WITHIN | BEYOND)[name]()
        try:
            theirs.sendall(wire.HEADER.pack(wire.MAGIC, len(text), len(blob)) + text)
            theirs.sendall(blob)
        except OSError:
            pass
        os._exit(0)
    theirs.close()
    limits = Limits()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory + memory("VmSize"),) * 2)
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak counts from here
    before, started, said, kept = memory("VmRSS"), time.process_time(), "read", []
    try:
        reply, blob = wire.receive(ours, limits.reply, min(limits.reply, wire.MAX_JSON))
        kept.append(Decoder(TrustedBridge(None, limits, {}), blob, [], limits.reply_depth).decode(reply["value"]))
    except MalformedReply as error:
        said = f"refused: {error}"
    grown, seconds = memory("VmHWM") - before, time.process_time() - started
    print(json.dumps({"said": said[:200], "mib": grown >> 20, "seconds": round(seconds, 1)}))
    sys.stdout.flush()
    os._exit(0)


def memory(what: str) -> int:
    """A line of this process's status, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(what))


if __name__ == "__main__":
    main(sys.argv[1])
