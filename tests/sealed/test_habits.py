"""What right answers do beside their work costs them nothing: threads, event loops, the shell, folders left behind."""
# ruff: noqa: E501 - tables of code read better one to a line

from __future__ import annotations

import pytest

from autograder.sealed.limits import Files
from tests.sealed.one import grade

pytestmark = pytest.mark.slow
TOOLS = "import torch"
DOUBLE = "def double(x):\n    return 2 * x"
TESTS = [
    "assert double(4) == 8",
    "assert torch.equal(double(torch.ones(3)), torch.full((3,), 2.0))",
    "assert [double(x) for x in range(5)] == [0, 2, 4, 6, 8]",
]
RUN = "import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return 2 * x\n"
#: by kind and name: an answer
HABITS = {
    "threads": {
        "one for each call": "import threading\ndef double(x):\n    found = []\n    thread = threading.Thread(target=lambda: found.append(2 * x))\n    thread.start(); thread.join()\n    return found[0]",
        "a pool": "from concurrent.futures import ThreadPoolExecutor\ndef double(x):\n    with ThreadPoolExecutor(4) as pool: return sum(pool.map(lambda part: part, [x, x]))",
        "a pool that stays": "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\ndef double(x): return pool.submit(lambda: 2 * x).result()",
        "one that waits for work": "import queue, threading\nasked, said = queue.Queue(), queue.Queue()\ndef work():\n    while True: said.put(2 * asked.get())\nthreading.Thread(target=work, daemon=True).start()\ndef double(x):\n    asked.put(x)\n    return said.get()",
        "one that never ends": "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\ndef double(x): return 2 * x",
        "one that is not waited for": "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\ndef double(x): return 2 * x",
        "one that fails": "import threading\nthreading.Thread(target=lambda: 1 / 0).start()\ndef double(x): return 2 * x",
        "one that prints": "import threading\ndef double(x):\n    threading.Thread(target=print, args=('doubling',)).start()\n    return 2 * x",
        "a timer": "import threading\nthreading.Timer(0.01, print, ['late']).start()\ndef double(x): return 2 * x",
        "values of its own for each": "import threading\nown = threading.local()\nown.factor = 2\ndef double(x): return getattr(own, 'factor', 2) * x",
        "a lock": "import threading\nlock = threading.RLock()\ndef double(x):\n    with lock, lock: return 2 * x",
    },
    "event loops": {
        "asyncio.run": RUN
        + "def double(x):\n    return run(later(x))\ndef run(task):\n    from concurrent.futures import ThreadPoolExecutor\n    with ThreadPoolExecutor(1) as pool: return pool.submit(asyncio.run, task).result()",
        "asyncio.run in the call": RUN + "def double(x): return asyncio.run(later(x))",
        "several tasks": RUN
        + "async def both(x):\n    return sum(await asyncio.gather(later(x), later(x))) / 2\ndef double(x):\n    answer = asyncio.run(both(x))\n    return answer if torch.is_tensor(answer) else int(answer)",
        "a loop of its own": RUN
        + "loop = asyncio.new_event_loop()\ndef double(x): return loop.run_until_complete(later(x))",
        "a runner": RUN + "def double(x):\n    with asyncio.Runner() as runner: return runner.run(later(x))",
        "awaited in the cell": RUN + "four = await later(2)\ndef double(x): return 2 * x if four == 4 else None",
        "a task that is left": RUN + "task = asyncio.ensure_future(later(2))\ndef double(x): return 2 * x",
        "another thread of asyncio": RUN
        + "async def apart(x): return await asyncio.to_thread(lambda: 2 * x)\ndef double(x): return asyncio.run(apart(x))",
    },
    "the shell": {
        "asked for": "shell = get_ipython()\ndef double(x): return 2 * x",
        "its kernel, if there is one": "kernel = getattr(get_ipython(), 'kernel', None)\ndef double(x): return 2 * x",
        "is this a notebook?": "def in_notebook():\n    try: return 'IPKernelApp' in get_ipython().config\n    except NameError: return False\nquiet = in_notebook()\ndef double(x): return 2 * x",
        "its class": "from IPython import get_ipython as shell_of\nname = type(shell_of()).__name__\ndef double(x): return 2 * x",
        "a magic": "get_ipython().run_line_magic('matplotlib', 'inline')\ndef double(x): return 2 * x",
        "time": "%time four = 2 * 2\ndef double(x): return 2 * x",
        "its names": "def helper(x): return 2 * x\ndef double(x): return get_ipython().user_ns['helper'](x)",
        "an event": "get_ipython().events.register('post_run_cell', lambda result: None)\ndef double(x): return 2 * x",
        "what it shows": "from IPython.display import clear_output, display\ndef double(x):\n    display('doubling'); clear_output()\n    return 2 * x",
    },
    "folders": {
        "one for each call": "import tempfile\ndef double(x):\n    folder = tempfile.mkdtemp()\n    torch.save(x, f'{folder}/x.pth')\n    return 2 * torch.load(f'{folder}/x.pth')",
        "a file that stays": "import tempfile\nkept = tempfile.NamedTemporaryFile(delete=False)\nkept.write(b'2'); kept.flush()\ndef double(x): return int(open(kept.name).read()) * x",
        "one that cleans up at the end": "import tempfile\nfolder = tempfile.TemporaryDirectory()\nopen(folder.name + '/two', 'w').write('2')\ndef double(x): return int(open(folder.name + '/two').read()) * x",
        "a folder without rights": "import os, tempfile\nfolder = tempfile.mkdtemp()\nopen(folder + '/a', 'w').close()\nos.chmod(folder, 0)\ndef double(x): return 2 * x",
        "a long way down": "import os, tempfile\nos.makedirs(os.path.join(tempfile.mkdtemp(), *['deep'] * 40))\ndef double(x): return 2 * x",
        "many small files": "import pathlib, tempfile\nfolder = pathlib.Path(tempfile.mkdtemp())\nfor i in range(300): (folder / str(i)).write_text('2')\ndef double(x): return int((folder / '7').read_text()) * x",
        "in the working folder": "import os\nos.makedirs('runs/monday', exist_ok=True)\nopen('runs/monday/two.txt', 'w').write('2')\ndef double(x): return int(open('runs/monday/two.txt').read()) * x",
        "another working folder": "import os, tempfile\nos.chdir(tempfile.mkdtemp())\ndef double(x): return 2 * x",
    },
}
CASES = [(kind, name) for kind, answers in HABITS.items() for name in answers]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_habit_of_a_right_answer_costs_no_points(kind, name):
    assert grade(TOOLS, DOUBLE, TESTS, submitted=HABITS[kind][name]).failures == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\ndef f(): return 1",
        "import numpy as np\nnp.random.seed(0)\ndef f(): return np.float64(1)",
        "import torch\ntorch.manual_seed(3)\ndef f(): return torch.ones(1)[0]",
    ],
)
def test_a_library_that_only_the_answer_imports_costs_no_points(code):
    """A course may choose to preload nothing, and its setup cells to import nothing."""
    assert grade("import math", "def f(): return 1", ["assert f() == 1"] * 2, code, preload=()).passed


@pytest.mark.slow
def test_a_test_sees_what_a_call_does_to_data_under_a_name_and_the_answer_what_the_test_does():
    setup = "log = []\nscale = 1"
    answer = (
        "count, settings = 0, {'scale': scale}\n"
        "def scaled(x):\n    global count\n    count += 1\n    log.append(x)\n    return settings['scale'] * x"
    )
    tests = [
        "assert scaled(3) == 3 and log == [3] and count == 1\nlog.clear()\nscaled(4)\nassert log == [4]",
        "assert log == [4] and count == 2\nsettings['scale'] = 5\nassert scaled(2) == 10",
        "assert count == 3 and log == [4, 2]",
    ]
    assert grade(setup, answer, tests).passed
    wrong = answer.replace("log.append(x)", "pass").replace("count += 1", "count = 1")
    assert grade(setup, answer, tests, wrong).failures


@pytest.mark.slow
def test_a_file_called_like_a_library_is_not_taken_for_it():
    """A course may choose to preload nothing. In a notebook the file would hide the library; the answer may want either."""
    files = Files({}, {"numpy.py": b"print('own')"})
    answer = "import numpy\ndef f(): return 1"
    assert grade("import math", answer, "assert f() == 1", files=files, preload=()).passed
