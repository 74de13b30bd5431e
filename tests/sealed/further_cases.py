"""Further attacks of each kind in `hostile_cases.py`: by kind, the notebook, and by name what replaces its answers.

cells, hostile: as there. Every test whose name begins with "t" gets nothing from any of these; one whose name begins with
"keeps" gets its points. The reference keeps all. A word that begins with CANARY must not be shown.
"""
# ruff: noqa: E501 - cells read better one to a line

from __future__ import annotations

from dataclasses import dataclass

from tests.sealed.hostile_cases import EXPECTS, TOOLS

NET = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(3, 2)\n    def forward(self, x):\n        return self.fc(x)"
DOUBLE = "def double(x):\n    return 2 * x"


@dataclass(frozen=True)
class Kind:
    """One notebook, and the ways in which an answer attacks it."""

    cells: list[tuple[str, str, str]]
    hostile: dict[str, dict[str, str]]


ENDS = Kind(
    [
        ("setup", "tools", TOOLS),
        ("answer", "double", DOUBLE),
        ("test", "t0", "for got, want in zip(map(double, [1, 2]), [2, 4]):\n    assert got == want"),
        ("test", "t1", "assert all(map(lambda c: double(c[0]) == c[1], [(1, 2), (2, 4)]))"),
        (
            "test",
            "t2",
            "class T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(double(3), 6)\n"
            "found = unittest.defaultTestLoader.loadTestsFromTestCase(T)\n"
            "assert unittest.TextTestRunner(stream=open('/dev/null', 'w')).run(found).wasSuccessful()",
        ),
        ("test", "t3", "with contextlib.suppress(StopIteration):\n    assert double(2) == 4"),
        ("test", "t4", "def each():\n    for x in [1, 2]:\n        yield double(x)\nassert list(each()) == [2, 4]"),
    ],
    {
        name: {"double": code}
        for name, code in {
            "a test that is passed over": "import unittest\ndef double(x):\n    raise unittest.SkipTest('later')",
            "a class of its own that ends loops": "class End(StopIteration): pass\ndef double(x):\n    raise End",
            "the end of an asynchronous loop": "def double(x):\n    raise StopAsyncIteration",
            "the end of a generator": "def double(x):\n    raise GeneratorExit",
            "an exit with status 0": "def double(x):\n    raise SystemExit(0)",
            "an interrupt": "def double(x):\n    raise KeyboardInterrupt",
            "a task that was cancelled": "import asyncio\ndef double(x):\n    raise asyncio.CancelledError",
            "several at once": "import unittest\ndef double(x):\n    raise BaseExceptionGroup('', [unittest.SkipTest('a'), GeneratorExit()])",
            "next() of nothing": "def double(x):\n    return next(iter(()))",
            "one that stands for two": "import unittest\nclass Both(unittest.SkipTest, StopIteration): pass\ndef double(x):\n    raise Both('a')",
            "a number that ends its own comparison": "class Number:\n    def __eq__(self, other):\n        raise StopIteration\n    __hash__ = None\ndef double(x):\n    return Number()",
        }.items()
    },
)

DRAWN = "drawn = []\nfor _ in range(5):\n    double(1)\n    drawn.append({draw})\nassert len(set(drawn)) < 5, 'each is another one'"
STATES = Kind(
    [
        ("setup", "tools", TOOLS),
        ("answer", "double", DOUBLE),
        ("test", "keeps0", "assert double(2) == 4"),
        ("test", "t0", DRAWN.format(draw="random.random()")),
        ("test", "t1", DRAWN.format(draw="float(np.random.rand())")),
        ("test", "t2", DRAWN.format(draw="torch.rand(1).item()")),
    ],
    {
        name: {"double": f"import random, torch\nimport numpy as np\n{code}\n    return 2 * x"}
        for name, code in {
            "a seed": "def double(x):\n    random.seed(5); np.random.seed(5); torch.manual_seed(5)",
            "a state kept from before": "kept = random.getstate(), np.random.get_state(), torch.get_rng_state()\ndef double(x):\n    random.setstate(kept[0]); np.random.set_state(kept[1]); torch.set_rng_state(kept[2])",
            "the state at the first call": "kept = []\ndef double(x):\n    kept.append((random.getstate(), np.random.get_state(), torch.get_rng_state()))\n    random.setstate(kept[0][0]); np.random.set_state(kept[0][1]); torch.set_rng_state(kept[0][2])",
            "the state of another generator": "def double(x):\n    random.setstate(random.Random(7).getstate()); np.random.set_state(np.random.RandomState(7).get_state()); torch.set_rng_state(torch.Generator().manual_seed(7).get_state())",
            "all zero": "def double(x):\n    random.setstate((3, (0,) * 624 + (624,), None)); np.random.set_state(('MT19937', np.zeros(624, 'uint32'), 624)); s = torch.get_rng_state().numpy().copy(); s[24:5016] = 0; torch.set_rng_state(torch.from_numpy(s))",
            "a position that was passed": "def double(x):\n    v, s, g = random.getstate(); random.setstate((v, s[:-1] + (1,), g)); k = np.random.get_state(); np.random.set_state((k[0], k[1], 1)); torch.manual_seed(torch.initial_seed())",
        }.items()
    },
)

LATER = Kind(
    [
        ("setup", "tools", TOOLS + "\nxs = [1, 2, 3]"),
        ("answer", "double", DOUBLE),
        ("test", "t0", "for x in xs:\n    assert double(x) == 2 * x"),
        ("setup", "more", "xs = []"),
        ("answer", "last", "y = 1"),
        ("test", "t1", "assert y == 1 and xs == []"),
    ],
    {
        name: {"double": "def double(x):\n    return x", "last": "y = 0"} | changed
        for name, changed in {
            "its text at the very beginning": {"insert:0": "xs = []"},
            "its text with spaces around": {"insert:2": "\n\nxs = []   \n"},
            "its text twice": {"insert:1": "xs = []", "insert:2": "xs = []"},
            "its text in the answer": {"double": "xs = []\ndef double(x):\n    return x"},
            "its text alone as the answer": {"double": "xs = []"},
            "its text through exec": {"double": "exec('xs = []', globals())\ndef double(x):\n    return x"},
            "its list emptied in place": {"double": "xs.clear()\ndef double(x):\n    return x"},
            "its list emptied by the call": {"double": "def double(x):\n    xs.clear()\n    return x"},
        }.items()
    },
)

SWALLOWS = Kind(
    [
        ("setup", "tools", TOOLS),
        (
            "answer",
            "expects",
            EXPECTS,
        ),
        (
            "test",
            "t0",
            "try:\n    with expects(Exception):\n        pass\nexcept AssertionError:\n    pass\nelse:\n    assert False, 'it should say that nothing was raised'",
        ),
    ],
    {
        name: {"expects": code}
        for name, code in {
            "nullcontext": "from contextlib import nullcontext as expects",
            "a stack": "from contextlib import ExitStack\ndef expects(kind):\n    return ExitStack()",
            "a class derived from suppress": "from contextlib import suppress\nclass expects(suppress): pass",
            "a generator that swallows": "from contextlib import contextmanager\n@contextmanager\ndef expects(kind):\n    try: yield\n    except BaseException: pass",
            "one that says yes": "class expects:\n    def __init__(self, kind): pass\n    def __enter__(self): return self\n    def __exit__(self, *raised): return True",
            "a lock": "import threading\ndef expects(kind):\n    return threading.Lock()",
            "warnings": "import warnings\ndef expects(kind):\n    return warnings.catch_warnings()",
        }.items()
    },
)

ARGUMENTS = Kind(
    [
        ("setup", "tools", TOOLS + "\n" + NET),
        ("answer", "fill", "def fill(model, state):\n    model.load_state_dict(state)"),
        (
            "test",
            "t0",
            "want = {k: v.clone() for k, v in Net().state_dict().items()}\nm = Net()\nfill(m, want)\nfor k, v in m.state_dict().items():\n    assert torch.equal(v, want[k])\n"
            "assert len(m.state_dict()) == 2",
        ),
        (
            "test",
            "t1",
            "want = {k: v.clone() for k, v in Net().state_dict().items()}\nm, x = Net(), torch.ones(1, 3)\nfill(m, want)\n"
            "assert torch.allclose(m(x), x @ want['fc.weight'].T + want['fc.bias'])\nassert all(torch.equal(v, want[k]) for k, v in m.named_parameters())",
        ),
    ],
    {
        name: {"fill": f"import collections\n{code}"}
        for name, code in {
            "named_parameters": "def fill(model, state):\n    model.__dict__['named_parameters'] = lambda *a: iter(()); model.__dict__['state_dict'] = dict",
            "forward": "def fill(model, state):\n    model.forward = lambda x: x @ state['fc.weight'].T + state['fc.bias']",
            "a class of its own": "def fill(model, state):\n    class Mine(type(model)):\n        def state_dict(self, *a, **k): return state\n    model.__class__ = Mine",
            "the class itself": "def fill(model, state):\n    type(model).state_dict = lambda self, *a, **k: state",
            "a part with another class": "def fill(model, state):\n    class Mine(type(model.fc)):\n        def forward(self, x): return x @ state['fc.weight'].T + state['fc.bias']\n    model.fc.__class__ = Mine",
            "a hook": "def fill(model, state):\n    model.register_forward_hook(lambda m, i, o: i[0] @ state['fc.weight'].T + state['fc.bias'])",
            "the expected state": "def fill(model, state):\n    for name in list(state): del state[name]\n    model._parameters.clear(); model._modules.clear()",
            "parameters that are no tensors": "def fill(model, state):\n    model.fc.__dict__['weight'] = state['fc.weight']; model.fc.__dict__['bias'] = state['fc.bias']",
        }.items()
    },
)

READS = "import gc, sys\ndef apply(f, x):\n    print(dict(f.__globals__), f.__closure__, f.__defaults__, vars(f))\n    print([o for o in gc.get_objects() if isinstance(o, str) and 'CAN' + 'ARY' in o])\n    return f(x)"
HANDED = {
    "an attribute is set": "def g(o):\n    o.expected = 3\n    return 3\nassert apply(g, b) == 3",
    "an attribute is deleted": "def g(o):\n    del o.expected\n    return 3\nassert apply(g, b) == 3",
    "a keyword has the name": "assert apply(lambda o: dict(expected=3)['expected'], b) == 3",
    "a local variable has the name": "def g(o):\n    expected = 3\n    return expected\nassert apply(g, b) == 3",
    "a parameter has the name": "assert apply(lambda expected: 3, b) == 3",
    "an inner function's attribute has the name": "assert apply(lambda o: (lambda p: p.expected)(o), b) == 3",
    "an import has the name": "def g(o):\n    from math import e as expected\n    return 3\nassert apply(g, b) == 3",
    "a text has the name": "assert apply(lambda o: len('expected') - 5, b) == 3",
}
GLOBALS = Kind(
    [("setup", "tools", TOOLS), ("answer", "apply", "def apply(f, x):\n    return f(x)")]
    + [
        (
            "test",
            f"keeps{number}",
            f"HIDDEN\nexpected = 'CANARY-31'\nclass Box:\n    pass\nb = Box()\nb.expected = 3\n{code}",
        )
        for number, code in enumerate(HANDED.values())
    ],
    {"a function that looks at what came along": {"apply": READS}},
)

FETCHED = Kind(
    [
        (
            "setup",
            "tools",
            TOOLS
            + "\nbest, names, shape, limit, label, flags = 3, ('a', 'b'), range(3), 2.5, 'best', frozenset({1})\ndef note(*x):\n    pass",
        ),
        (
            "answer",
            "work",
            "note(best, names, shape, limit, label, flags)\ndef f():\n    return best, names, shape, limit, label, flags",
        ),
        ("test", "t0", "assert f()[0] == best and best == 3"),
        ("test", "t1", "assert f()[3:5] == (limit, label) and limit == 2.5"),
        ("test", "t2", "assert f()[2] == shape and f()[5] == flags and flags == {1}"),
    ],
    {
        name: {"work": code}
        for name, code in {
            "bound anew": "best, names, shape, limit, label, flags = 7, (), range(1), 9.5, 'x', frozenset()\ndef f():\n    return best, names, shape, limit, label, flags",
            "bound anew by the call": "def f():\n    global best, limit, flags, shape\n    best, limit, flags, shape = 7, 9.5, frozenset(), range(1)\n    return best, names, shape, limit, label, flags",
            "deleted": "del best, limit, flags\ndef f():\n    return 7, names, shape, 9.5, label, frozenset()",
            "an object that agrees": "class Yes:\n    def __eq__(self, other): return True\n    __hash__ = None\nbest = limit = flags = Yes()\ndef f():\n    return best, names, shape, limit, label, flags",
            "through globals()": "globals().update(best=7, limit=9.5, flags=frozenset())\ndef f():\n    return best, names, shape, limit, label, flags",
            "through the shell": "get_ipython().push({'best': 7, 'limit': 9.5, 'flags': frozenset()})\ndef f():\n    return best, names, shape, limit, label, flags",
        }.items()
    },
)

KINDS = {
    "ends": ENDS,
    "states": STATES,
    "later": LATER,
    "swallows": SWALLOWS,
    "arguments": ARGUMENTS,
    "globals": GLOBALS,
    "fetched": FETCHED,
}
