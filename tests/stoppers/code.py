"""Stoppers by what an answer's code does: to time, memory, processes, descriptors, output, files and values."""
# ruff: noqa: E501 - code reads better one to a line

from __future__ import annotations

from tests.stoppers.stopper import FULL, HALF, Stopper, in_answer

TIME, MEMORY, LOST = "TimeLimit: this cell", "MemoryLimit: this cell", "the answer's process"
CUT = "The rest of the output was cut"

#: by name: the code, what points stay, what is said
CASES: dict[str, tuple[str, float, str]] = {
    # time
    "endless-loop": ("while True: pass", HALF, TIME),
    "endless-sleep": ("import time\ntime.sleep(3600)", HALF, TIME),
    "endless-input": ("input()", HALF, "StdinNotImplementedError"),
    "endless-read": ("import os\nr, w = os.pipe()\nos.read(r, 1)", HALF, TIME),
    "endless-lock": ("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()", HALF, TIME),
    "endless-await": ("import asyncio\nawait asyncio.Event().wait()", HALF, TIME),
    "endless-shell": ("!sleep 3600", HALF, TIME),
    "endless-bash": ("%%bash\nsleep 3600", HALF, TIME),
    "endless-debugger": ("%debug 1 + 1\nRIGHT", FULL, ""),
    "endless-test": ("def double(x):\n    while True: pass", HALF, TIME),
    "endless-generator": ("import itertools\ndef double(x):\n    return itertools.count()", HALF, ""),
    "endless-equality": (
        "class E:\n    def __eq__(self, o):\n        while True: pass\ndef double(x): return E()",
        HALF,
        "AssertionError",
    ),
    "ignores-interrupts": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        HALF,
        TIME,
    ),
    "long-regular-expression": ("import re\nre.match('(a+)+$', 'a' * 60 + 'b')", HALF, TIME),
    "long-power": ("x = 7 ** (10 ** 9)", HALF, TIME),
    "alarms": ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)\nRIGHT", FULL, ""),
    "processor-time-of-children": (
        "import os\nfor _ in range(4):\n    if not os.fork():\n        while True: pass\nos.wait()",
        HALF,
        TIME,
    ),
    # memory
    "memory-hog": ("x = [bytearray(1 << 24) for _ in range(10_000)]", HALF, "MemoryError"),
    "memory-of-children": (
        "import os, time\nfor _ in range(8):\n    if not os.fork():\n        x = b'x' * (200 << 20)\n        time.sleep(60)\n"
        "time.sleep(60)",
        0,
        MEMORY,
    ),
    "recursion": ("def f(): return f()\nf()", HALF, "RecursionError"),
    "recursion-without-limit": ("import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return f() + 1\nf()", 0, TIME),
    "deep-source": ("x = " + "(" * 50_000 + ")" * 50_000, HALF, "SyntaxError"),
    "deep-operators": ("x = " + "-" * 50_000 + "1", HALF, "Error"),
    "deep-sum": ("x = 1" + " + 1" * 50_000, HALF, "RecursionError"),
    # processes
    "fork-bomb": ("import os\nwhile True: os.fork()", HALF, "BlockingIOError"),
    "thread-bomb": (
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=[3600]).start()",
        HALF,
        "RuntimeError",
    ),
    "threads-that-never-end": (
        "import threading\ndef f():\n    while True: pass\nfor _ in range(3): threading.Thread(target=f).start()\nRIGHT",
        FULL,
        "",
    ),
    "exits": ("import os\nos._exit(0)", 0, LOST),
    "leaves": ("import sys\nsys.exit(3)", HALF, "SystemExit"),
    "leaves-in-a-test": ("def double(x): raise SystemExit", HALF, "SystemExit"),
    "interrupts-itself": ("raise KeyboardInterrupt", HALF, "KeyboardInterrupt"),
    "kills-itself": ("import os\nos.kill(os.getpid(), 9)", HALF, "NameError"),
    "kills-its-group": ("import os\nos.killpg(0, 9)", HALF, "NameError"),
    "kills-all": ("import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)", HALF, "NameError"),
    "stops-itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", HALF, "NameError"),
    "stops-its-group": ("import os, signal\nos.killpg(0, signal.SIGSTOP)", HALF, "NameError"),
    "stops-in-a-test": (
        "import os, signal\ndef double(x): os.kill(os.getpid(), signal.SIGSTOP)",
        HALF,
        "AssertionError",
    ),
    "crashes": ("import ctypes\nctypes.string_at(0)", 0, LOST),
    "aborts": ("import os\nos.abort()", 0, LOST),
    "leaves-a-daemon": (
        "import os, time\nif not os.fork():\n    os.setsid()\n    if not os.fork():\n        while True: time.sleep(1)\n"
        "    os._exit(0)\nRIGHT",
        FULL,
        "",
    ),
    "never-exits": ("import atexit, time\natexit.register(time.sleep, 3600)\nRIGHT", FULL, ""),
    # descriptors
    "closes-1-and-2": ("import os\nos.close(1)\nos.close(2)\nRIGHT", FULL, ""),
    "closes-all": ("import os\nos.closerange(0, 1000)\nRIGHT", 0, LOST),
    "opens-all": ("files = []\nwhile True: files.append(open('/dev/null'))", HALF, "OSError"),
    "writes-into-all": (
        "import os\nfor fd in range(3, 100):\n    try: os.write(fd, b'noise' * 100)\n    except OSError: pass\nRIGHT",
        0,
        "not a message",
    ),
    "reads-from-all": (
        "import os\nfor fd in range(3, 100):\n    try: os.set_blocking(fd, True); os.read(fd, 9)\n    except OSError: pass\nRIGHT",
        HALF,
        TIME,
    ),
    "no-stdout": ("import sys\nsys.stdout = sys.stderr = None\nRIGHT", FULL, ""),
    # output
    "floods-output": ("while True: print('x' * 1000)", HALF, TIME),
    "floods-errors": ("import os\nwhile True: os.write(2, b'x' * 1000)", HALF, "OSError"),
    "floods-warnings": ("import warnings\nwarnings.simplefilter('always')\nwhile True: warnings.warn('x')", HALF, TIME),
    "floods-displays": ("while True: display({'text/plain': 'x'}, raw=True)", HALF, TIME),
    "floods-updates": (
        "shown = display({'text/plain': 'x'}, raw=True, display_id=True)\n"
        "while True: shown.update({'text/plain': 'y'}, raw=True)",
        HALF,
        TIME,
    ),
    "floods-clears": ("from IPython.display import clear_output\nwhile True: print('x'); clear_output()", HALF, TIME),
    "displays-too-deep": (
        "x = []\nfor _ in range(500): x = [x]\ndisplay({'application/json': x}, raw=True)\nRIGHT",
        FULL,
        "",
    ),
    "displays-wrong-kinds": ("display({'text/plain': 7, 'image/png': [3]}, raw=True)\nRIGHT", FULL, ""),
    "huge-exception": ("raise ValueError('x' * 50_000_000)", HALF, "was cut"),
    "huge-exception-in-a-test": ("def double(x): raise ValueError('x' * 50_000_000)", 0, "sent more than allowed"),
    "exception-without-end": (
        "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E",
        0,
        TIME,
    ),
    "exception-that-raises": ("class E(Exception):\n    def __str__(self): raise self\nraise E", HALF, "E"),
    "exceptions-in-a-row": (
        "error = ValueError()\nfor _ in range(5000):\n    new = ValueError(); new.__cause__ = error; error = new\nraise error",
        HALF,
        "ValueError",
    ),
    # files
    "deletes-its-files": ("import shutil\nshutil.rmtree('.', ignore_errors=True)\nRIGHT", FULL, ""),
    "fills-the-folder": ("with open('a', 'wb') as f:\n    while True: f.write(bytes(1 << 20))", HALF, "OSError"),
    "fills-shared-memory": (
        "with open('/dev/shm/a', 'wb') as f:\n    while True: f.write(bytes(1 << 20))",
        HALF,
        "OSError",
    ),
    "many-small-files": ("n = 0\nwhile True: open(str(n), 'x').close(); n += 1", HALF, "Error"),
    "deep-folders": ("import os\nfor _ in range(2000): os.mkdir('d'); os.chdir('d')\nRIGHT", FULL, ""),
    "goes-elsewhere": ("import os\nos.chdir('/')\nRIGHT", FULL, ""),
    "closes-the-folder": ("import os\nos.chmod('.', 0)\nRIGHT", FULL, ""),
    # the interpreter
    "no-modules": ("import sys\nsys.modules.clear()\nRIGHT", 0, "Error"),
    "no-builtins": (
        "import builtins\nfor name in ('print', 'len', 'open', 'isinstance'): delattr(builtins, name)\nRIGHT",
        0,
        "",
    ),
    "no-limits": ("import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))\nRIGHT", FULL, ""),
    "resets-all": ("%reset -f", HALF, "NameError"),
    "stays-out": ("exit\nquit()\nRIGHT", FULL, ""),
    # values
    "huge-value": ("def double(x): return 'x' * (200 << 20)", 0, LOST),
    "deep-value": ("def double(x):\n    y = []\n    for _ in range(100_000): y = [y]\n    return y", HALF, ""),
    "value-in-itself": ("def double(x):\n    y = []\n    y.append(y)\n    return y", HALF, ""),
    "value-of-many-parts": ("def double(x): return [[] for _ in range(3_000_000)]", HALF, ""),
}
CODE = [Stopper(name, in_answer(code), points, said) for name, (code, points, said) in CASES.items()]
