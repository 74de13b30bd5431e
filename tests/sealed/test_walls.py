"""What student code can see and touch inside the sandbox."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.grading.shared_pool import shared_pool
from autograder.sealed.limits import Files
from tests.sealed.one import grade

pytestmark = pytest.mark.slow
REPOSITORY = Path(__file__).parents[2]
ANSWER = "def f(): return 1"
TEST = "assert f() == 1"


def shown(code: str, tools: str = "import os, sys", **more) -> str:
    """What an answer prints."""
    done = grade(tools, ANSWER, TEST, submitted=f"{code}\ndef f(): return 1", **more)
    return "".join(output.get("text", "") or output.get("evalue", "") for output in done.outputs(1))


def test_neither_project_nor_home_is_there(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    places = [
        str(secret),
        str(REPOSITORY / "tests"),
        str(REPOSITORY / "Makefile"),
        "/etc/shadow",
        "/sys/kernel",
        os.path.join("/root", ".ssh"),
    ]
    assert shown(f"print([os.path.exists(p) for p in {places!r}])") == f"{[False] * len(places)}\n"


def test_nothing_outside_scratch_can_be_written():
    code = """
for place in ["/", "/usr", "/etc", "/proc/sys/kernel", sys.prefix, os.path.dirname(os.__file__), "/run", "/dev"]:
    try:
        open(place + "/planted", "w"); print("wrote", place)
    except OSError: pass
import tempfile
for place in [".", tempfile.gettempdir(), os.path.expanduser("~"), "/dev/shm"]:
    open(place + "/mine", "w").write("x")
"""
    assert shown(code) == ""


def test_there_is_no_network():
    code = """
import socket
for family, where in [(socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_INET, ("127.0.0.1", 22))]:
    try:
        socket.socket(family).connect(where); print("connected")
    except OSError as error: print("refused")
for family in (40, 16, 17, 38):
    try:
        socket.socket(family, socket.SOCK_RAW); print("opened", family)
    except OSError as error: print("refused")
"""
    assert shown(code) == "refused\n" * 6


def test_other_processes_cannot_be_seen_or_signalled():
    code = """
print(sorted(int(n) for n in os.listdir("/proc") if n.isdigit()), os.getpid())
try: os.kill(2, 0)
except OSError as error: print(type(error).__name__)
"""
    assert shown(code) == "[1] 1\nProcessLookupError\n"


def test_dangerous_system_calls_are_refused():
    code = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
calls = dict(ptrace=101, mount=165, unshare=272, setns=308, bpf=321, keyctl=250, userfaultfd=323, io_uring=425,
             perf=298, open_by_handle=304, kexec=246, pivot=155, chroot=161, vm_read=310, memfd=319, shmget=29)
if os.uname().machine == "x86_64":
    for name, number in calls.items():
        if libc.syscall(number, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1: print(name, ctypes.get_errno())
    if libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) != -1: print("clone")
print("done", os.getuid() != 0)
status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
print(status["CapEff"], status["CapBnd"], status["NoNewPrivs"], status["Seccomp"])
"""
    assert shown(code) == "done True\n0000000000000000 0000000000000000 1 2\n"


def test_system_calls_that_are_newer_than_the_filter_do_not_exist():
    code = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
numbers = [*range(463, 480), 100_000] + [423 if os.uname().machine == "x86_64" else 295]
print({(libc.syscall(number, -1, 0, 0, 0, 0), ctypes.get_errno()) for number in numbers})
print(libc.syscall(424, -1, 0, 0, 0) == -1 and ctypes.get_errno() == 9)  # pidfd_send_signal is there
"""
    assert shown(code) == "{(-1, 38)}\nTrue\n"


@pytest.mark.parametrize("process", ["the answer's", "the tests'"])
def test_a_process_cannot_make_the_kernel_spare_it_when_memory_is_short(process):
    code = """
for place in ("/proc/self/oom_score_adj", f"/proc/{os.getpid()}/oom_score_adj", "/proc/thread-self/oom_score_adj"):
    try:
        open(place, "w").write("0"); print("wrote", place)
    except OSError: pass
adjusted = int(open("/proc/self/oom_score_adj").read())
"""
    if process == "the answer's":
        assert shown(code + "print(adjusted)") == "900\n"
    else:
        assert grade("import os", ANSWER, code + "assert adjusted == 500").failures == []


def test_environment_and_arguments_say_nothing_of_the_grader():
    text = shown("print(dict(os.environ)); print(open('/proc/1/cmdline').read()); print(open('/proc/mounts').read())")
    assert "HOME" in text and str(Path.home()) + "'" not in text.replace(os.path.realpath(os.sys.prefix), "")
    assert "GLIBC_TUNABLES" not in text  # it is meant for the memory of the process that imports libraries
    for name in os.environ:
        if name.startswith(("SSH", "AWS", "GITHUB", "JUPYTER")):
            assert name not in text


def test_tests_are_nowhere_in_the_memory_of_the_student_process():
    code = """
import re
def scan():
    wanted = re.compile(rb"CANARY-i[n]-the-hidde[n]-test")  # does not match itself
    hits = 0
    with open("/proc/self/mem", "rb", 0) as memory:
        for line in open("/proc/self/maps"):
            start, end, mode = re.match(r"(\\w+)-(\\w+) (\\S+)", line).groups()
            if mode.startswith("r") and "[v" not in line and int(end, 16) - int(start, 16) < 1 << 28:
                try:
                    memory.seek(int(start, 16)); hits += len(wanted.findall(memory.read(int(end, 16) - int(start, 16))))
                except (OSError, ValueError, OverflowError): pass
    return hits
def f(): return 1
"""
    hidden = "canary = 'CANARY-in-the-hidden-test'\nassert f() == 1"
    first = grade("import os", ANSWER, hidden)
    assert first.passed
    found = grade(
        "import os",
        "def scan(): return 0\ndef f(): return 1",
        [hidden, "assert scan() == 0, scan()"],
        submitted=code,
    )
    assert found.failures == []


def test_files_beside_the_notebook_are_there_and_given_ones_cannot_be_changed():
    files = Files(given={"data/x.txt": b"given", "helper.py": b"value = 1"}, handed_in={"own.py": b"mine = 2"})
    code = """
import own, helper
print(own.mine, helper.value, open("data/x.txt").read())
for act in ("open('data/x.txt', 'w')", "os.remove('data/x.txt')", "os.rename('data', 'old')", "os.remove('helper.py')"):
    try: eval(act); print("did", act)
    except OSError: pass
open("data/new.txt", "w").write("new")
open("own.py", "a").write("#")
"""
    done = grade(
        "import os",
        ANSWER,
        "import helper\nassert f() == 1 and helper.value == 1 and open('data/x.txt').read() == 'given'\n"
        "assert open('data/new.txt').read() == 'new'",
        submitted=code + "\ndef f(): return 1",
        files=files,
    )
    assert "".join(o.get("text", "") or o.get("evalue", "") for o in done.outputs(1)) == "2 1 given\n"
    assert done.failures == []


def test_modules_and_links_that_an_answer_plants_do_not_reach_the_tests():
    code = """
open("colorsys.py", "w").write("raise RuntimeError('planted')")
open("/tmp/colorsys.py", "w").write("raise RuntimeError('planted')")
os.symlink("/proc/self/environ", "link.txt")
def f(): return 1
"""
    hidden = """
    import colorsys
    try:
        open("link.txt").read(); raise AssertionError("followed")
    except OSError:
        pass
    """
    assert grade("import os", ANSWER, hidden, submitted=code).failures == []


@pytest.mark.parametrize("how", ["'-c', 'import colorsys, beside'", "'-m', 'beside'"])
def test_a_python_that_a_test_starts_imports_nothing_that_an_answer_planted(how):
    code = """
open("colorsys.py", "w").write("print('planted')")
def f(): return 1
"""
    hidden = f"""
    import subprocess, sys
    done = subprocess.run([sys.executable, {how}], capture_output=True, text=True)
    assert done.stdout == "given\\n", done
    """
    files = Files({"beside.py": b"import colorsys\nprint('given')"}, {})
    assert grade("import os", ANSWER, hidden, submitted=code, files=files).failures == []


def test_pickle_that_an_answer_wrote_is_not_loaded_by_torch_in_a_test():
    code = """
class Bomb:
    def __reduce__(self): return (os.mkdir, ("/tmp/exploded",))
torch.save(Bomb(), "bomb.pth")
def f(): return 1
"""
    hidden = """
    import os
    try:
        torch.load("bomb.pth", weights_only=False)
    except Exception as error:
        assert "eights" in str(error), error
    assert not os.path.exists("/tmp/exploded")
    """
    assert grade("import os, torch", ANSWER, hidden, submitted=code).failures == []


def test_nothing_is_left_after_a_submission():
    left = f"left-{os.getpid()}"  # others use /dev/shm, too
    code = f"""
import subprocess, time
subprocess.Popen(["sleep", "987"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(987)
    os._exit(0)
open("/dev/shm/{left}", "w").write("x")
def f(): return 1
"""
    assert grade("import os", ANSWER, TEST, submitted=code).passed
    forker = psutil.Process(shared_pool().parent().pid).children()[0]  # the parent itself, below its guard
    assert forker.children(recursive=True) == []
    assert left not in os.listdir("/dev/shm")


def test_pickles_in_a_test_hold_data_only():
    code = """
import pickle
class Bomb:
    def __reduce__(self): return (os.mkdir, ("/tmp/exploded",))
pickle.dump(Bomb(), open("bomb.pkl", "wb"))
pickle.dump({"a": [1, (2, 3)], "b": torch.ones(2)}, open("data.pkl", "wb"))
def f(): return 1
"""
    hidden = """
    import pickle
    assert pickle.load(open("data.pkl", "rb"))["a"] == [1, (2, 3)]
    assert pickle.loads(pickle.dumps({1: {2}})) == {1: {2}}
    try:
        pickle.load(open("bomb.pkl", "rb"))
    except pickle.UnpicklingError:
        pass
    assert not os.path.exists("/tmp/exploded")
    """
    code = code.replace('"b": torch.ones(2)', '"b": {1}')
    assert grade("import os, torch", ANSWER, hidden, submitted=code).failures == []


def test_killed_grader_leaves_no_process_behind():
    script = f"""
import sys; sys.path.insert(0, {str(REPOSITORY)!r})
from tests.sealed.one import grade
grade("import os", "def f(): return 1", "assert f() == 1",
      submitted="import subprocess\\nsubprocess.Popen(['sleep', '876'])\\nprint('x')\\nwhile True: pass")
"""
    grader = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    for _ in range(300):
        if sleeping():
            break
        time.sleep(0.1)
    assert sleeping()
    grader.kill()
    grader.wait()
    for _ in range(50):
        if not sleeping():
            break
        time.sleep(0.1)
    assert not sleeping()


def sleeping() -> bool:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes() == b"sleep\x00876\x00":
                return True
        except OSError:
            continue
    return False
