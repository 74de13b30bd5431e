"""Whatever an answer does, it ends in time, says why, and the rest is still graded."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from autograder.grading.shared_pool import shared_pool
from tests.sealed.one import grade

pytestmark = pytest.mark.slow

TOOLS = "import os, signal, time, torch"
REFERENCE = "def f(): return 1"
TEST = "assert f() == 1"
SHORT = {"cell_timeout": 1.0, "grace": 0.4}
# For code that does react to an interrupt: on a busy machine its traceback takes a while.
PATIENT = {"cell_timeout": 6.0, "grace": 30.0}


def test_endless_loop_is_interrupted_and_later_tests_still_run():
    code = "def f():\n    return 1\nwhile True: pass"
    done = grade(TOOLS, REFERENCE, TEST, submitted=code, **PATIENT)
    assert done.passed, done.failures
    assert "ran longer than 6 seconds" in str(done.outputs(1))


def test_interrupts_work_in_a_grader_that_was_started_in_the_background():
    # A shell tells what it starts with & to ignore interrupts. A thread of its own gets a parent process of its own.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ThreadPoolExecutor(1) as thread:
            code = "def f():\n    return 1\nwhile True: pass"
            done = thread.submit(grade, TOOLS, REFERENCE, TEST, submitted=code, **PATIENT).result()
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.passed, done.failures


@pytest.mark.parametrize("victim", [0, 1], ids=["the answer's process", "the tests' process"])
def test_a_process_that_somebody_else_kills_costs_no_points(victim):
    forker = psutil.Process(shared_pool().parent().pid).children()[0]  # the parent itself, below its guard

    def kill() -> None:
        while len(children := sorted(forker.children(), key=lambda child: child.pid)) < 2:
            time.sleep(0.01)
        time.sleep(0.5)
        children[victim].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    done = grade(TOOLS, "def f():\n    time.sleep(1)\n    return 1", TEST)
    killer.join()

    assert done.passed, done.failures


@pytest.mark.parametrize(
    "stubborn",
    [
        "while True:\n    try: time.sleep(100)\n    except BaseException: pass",
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "a = torch.rand(3000, 3000)\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: a = a @ a",
        "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')",
    ],
    ids=["swallowed", "ignored", "matmul", "regex"],
)
def test_code_that_ignores_the_interrupt_is_killed(stubborn):
    started = time.monotonic()
    done = grade(TOOLS, REFERENCE, [TEST, TEST], submitted=f"{REFERENCE}\n{stubborn}", **SHORT)
    assert time.monotonic() - started < 12
    shown = str(done.outputs(1))
    assert "ran longer than 1 seconds" in shown
    if done.failures:
        assert "killed" in shown and len(done.failures) == 2 and "killed" in done.failures[1]


def test_endless_loop_inside_a_test_fails_that_test_only():
    code = "def f():\n    while True: pass\ndef g(): return 2"
    reference = REFERENCE + "\ndef g(): return 2"
    done = grade(TOOLS, reference, [TEST, "assert g() == 2"], submitted=code, **PATIENT)
    assert len(done.failures) == 1 and "ran longer than 6 seconds" in done.failures[0]


def test_a_value_that_keeps_the_test_itself_busy_fails_that_test_only():
    reference = REFERENCE + "\ndef steps(): return 3"
    code = REFERENCE + "\ndef steps(): return 10**15"
    limits = {"cell_timeout": 3.0, "grace": 5.0}
    done = grade(TOOLS, reference, ["for step in range(steps()): pass", TEST], submitted=code, **limits)
    assert len(done.failures) == 1 and "ran longer than 3 seconds" in done.failures[0]


def test_an_answer_that_is_slow_to_end_while_its_test_cleans_up_is_said_to_be_killed():
    busy = """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try: time.sleep(0.1)
        except BaseException: pass
"""
    test = f"import time\ndef clean(seconds):{busy}\ntry: slow(3.8)\nfinally: clean(1)"
    reference, code = (f"{REFERENCE}\ndef slow(seconds):{body}" for body in ("pass", busy))
    done = grade(TOOLS, reference, [test, TEST], submitted=code, cell_timeout=2.0, grace=1.0)
    assert len(done.failures) == 2 and all("interrupt and was killed" in said for said in done.failures)


def test_an_endless_iterator_fails_that_test_only():
    reference = REFERENCE + "\ndef steps():\n    yield 3"
    code = REFERENCE + "\ndef steps():\n    while True: yield 3"
    done = grade(TOOLS, reference, ["for step in steps(): pass", TEST], submitted=code, cell_timeout=3.0, grace=1.0)
    assert done.failures == ["TimeLimit: this cell ran longer than 3 seconds."]


def test_earlier_points_stay_when_a_later_call_has_to_be_killed():
    code = (
        "def g(): return 2\ndef f():\n    while True:\n        try: time.sleep(9)\n        except BaseException: pass"
    )
    reference = REFERENCE + "\ndef g(): return 2"
    done = grade(TOOLS, reference, ["assert g() == 2", TEST, "assert g() == 2"], submitted=code, **SHORT)
    assert len(done.failures) == 2 and "killed" in done.failures[0] and "not run" in done.failures[1]


def test_crash_and_exit_of_the_student_process_are_named():
    for code, said in [
        ("os._exit(0)", "ended by itself"),
        ("import ctypes; ctypes.string_at(0)", "signal 11"),
    ]:
        done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\n{code}")
        assert len(done.failures) == 1 and said in done.failures[0]


def test_fork_bomb_is_bounded_and_gone():
    code = """
def f(): return 1
made = 0
try:
    while True:
        if os.fork() == 0: time.sleep(99)
        made += 1
except OSError:
    print(made)
"""
    done = grade(TOOLS, REFERENCE, TEST, submitted=code, processes=40)
    assert done.passed, done.failures
    assert 20 < int(done.outputs(1)[0].text) < 40


def test_memory_is_bounded():
    for code in ("x = bytearray(3 << 30)", "x = torch.ones(1 << 29)"):
        done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\n{code}", memory=2 << 30)
        assert done.passed
        assert "emory" in str(done.outputs(1))


def test_memory_of_many_processes_together_is_bounded():
    code = """
for _ in range(8):
    if os.fork() == 0:
        x = bytearray(400 << 20); time.sleep(60)
time.sleep(60)
"""
    done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\n{code}", memory=2 << 30)
    assert "MemoryLimit" in str(done.outputs(1)) and len(done.failures) == 1


def test_libraries_that_are_mapped_do_not_count():
    # Before an answer begins, torch with CUDA has 3.5 GB mapped and 0.4 of it in memory; without, 0.75 and 0.3.
    code = "x = bytearray(450 << 20)\ndel x"
    done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\n{code}", memory=1 << 30)
    assert done.passed, done.failures
    assert done.outputs(1) == []


def test_disk_is_bounded():
    code = """
try:
    with open("big", "wb") as file:
        while True: file.write(b"x" * (1 << 20))
except OSError as error: print(error.errno)
"""
    done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\n{code}", scratch=32 << 20)
    assert done.outputs(1)[0].text.strip() in ("27", "28")


def test_output_is_cut_with_a_note():
    done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\nfor i in range(100000): print('x' * 100)")
    assert done.passed, done.failures
    assert len(str(done.outputs(1))) < 2 << 20 and "was cut" in str(done.outputs(1))


def test_input_is_refused_clearly():
    done = grade(TOOLS, REFERENCE, TEST, submitted=f"{REFERENCE}\ninput('name? ')")
    assert done.passed and "nobody is there to answer" in str(done.outputs(1))
