"""Further attacks of each kind that once scored; `docs/kinds.md` lists the kinds."""

from __future__ import annotations

import pytest
import torch

from autograder.sealed.errors import MalformedReply
from tests.sealed import further_cases
from tests.sealed.one import grade
from tests.sealed.test_allowed import failed
from tests.sealed.test_wire import decode

CASES = [(kind, name) for kind, made in further_cases.KINDS.items() for name in made.hostile]


def names_of_tests(kind: str) -> set[str]:
    return {name for what, name, _ in further_cases.KINDS[kind].cells if what == "test"}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_further_attack_gets_nothing(kind, name):
    lost, shown = failed(further_cases.KINDS[kind].cells, further_cases.KINDS[kind].hostile[name])

    assert lost == {test for test in names_of_tests(kind) if test.startswith("t")}
    assert "CANARY" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(set(further_cases.KINDS) - {"states"}))
def test_the_reference_keeps_all(kind):
    assert failed(further_cases.KINDS[kind].cells, {})[0] == set()


@pytest.mark.parametrize("name", ["qint8", "quint8", "qint32", "quint4x2", "quint2x4", "bits8", "float4_e2m1fn_x2"])
def test_a_tensor_of_a_dtype_that_raw_bytes_cannot_fill_is_refused(name):
    assert isinstance(getattr(torch, name), torch.dtype)
    coded = {"$": "tensor", "k": 0, "d": name, "s": [4], "g": False, "p": False, "dev": "cpu", "at": 0, "n": 4}

    with pytest.raises(MalformedReply):
        decode(coded, b"abcd")


CALLS = {
    "vmsplice": (278, "pages stay in a pipe, uncounted"),
    "splice": (275, "pages of a deleted file stay in a pipe"),
    "tee": (276, "the same pages in two pipes"),
    "memfd_create": (319, "memory without a process"),
    "memfd_secret": (447, "memory that nobody sees"),
    "shmget": (29, "memory that outlives its process"),
    "mq_open": (240, "messages in the kernel"),
    "io_uring_setup": (425, "buffers of its own"),
    "add_key": (248, "keys in the kernel"),
    "bpf": (321, "maps in the kernel"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_memory_that_no_limit_counts_cannot_be_had(name):
    code = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall({CALLS[name][0]}, 0, 0, 0, 0, 0), ctypes.get_errno() in (1, 38), os.uname().machine)
"""
    shown = grade("", "def f(): pass", "f()", submitted=f"{code}\ndef f(): pass").outputs(1)[0].text

    if shown.split()[2] == "x86_64":
        assert shown.startswith("-1 True"), CALLS[name][1]


PLACES = ["oom_score_adj", "oom_adj", "coredump_filter", "timerslack_ns", "uid_map", "clear_refs"]


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_the_kernel_knows_of_a_process_can_be_written(place):
    code = f"""
written = []
for who in ("self", "thread-self", "1"):
    try: open(f"/proc/{{who}}/{place}", "w").write("0"); written.append(who)
    except OSError: pass
print(written)
"""
    assert grade("", "def f(): pass", "f()", submitted=f"{code}\ndef f(): pass").outputs(1)[0].text == "[]\n"
