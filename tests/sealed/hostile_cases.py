"""Attacks that once scored or leaked: (name, cells, hostile, tests that must fail, the kind).

cells:   the instructor's notebook, in order: (kind, name, code), kind being setup, answer or test; an answer's code is the
         reference solution. HIDDEN in a test's code stands for the line that opens its hidden region.
hostile: what replaces answers, by name. "insert:N" is a cell of the student's own, put before cell N of the submission.
The tests named get no points from the hostile answer; the reference keeps all points, but for tests that nobody can pass.
A word that begins with CANARY must not reach the student's process, its files or its outputs.
"""
# ruff: noqa: E501 - cells read better one to a line

EXPECTS = (
    "class expects:\n    def __init__(self, kind):\n        self.kind = kind\n    def __enter__(self):\n        return self\n"
    "    def __exit__(self, kind, error, trace):\n        if kind is None:\n            raise AssertionError('raised nothing')\n"
    "        return issubclass(kind, self.kind)"
)  #: what pytest.raises does, as an answer
TOOLS = "import collections, contextlib, random, unittest\nimport numpy as np\nimport torch\nfrom torch import nn"
DOUBLE = "def double(x):\n    return 2 * x"

TAKE_OVER = "'exec(\"import autograder.sealed.tests_side.loop as t; t.InstructorsNamespace._run = lambda self, r, c: {\\'result\\': None}\")'"

CASES = [
    (
        "a library class that evaluates text, bound to the answer's name: code runs where the tests run",
        [
            ("setup", "tools", TOOLS),
            (
                "answer",
                "parser",
                "class Parser:\n    def __init__(self, text):\n        self.text = text\ndef words():\n    return 'a'",
            ),
            ("test", "t0", "p = Parser(words())\nHIDDEN\nsecret = 'CANARY-77'\nassert p.text == 'a'"),
            ("answer", "double", DOUBLE),
            ("test", "t1", "assert double(2) == 4"),
            ("test", "t2", "assert False, 'this test fails for everybody'"),
        ],
        {
            "parser": f"from sympy import Poly as Parser\nP = {TAKE_OVER}\ndef words():\n    return P",
            "double": "def double(x):\n    return 0",
        },
        "t0 t1 t2",
        "whatever is not on a short list of data is an object of the answer's side, also a "
        "library's class or function, by whatever way it comes: a name, a result, an element, an attribute, a changed argument",
    ),
    (
        "StopIteration ends the test's own loop",
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
        ],
        {"double": "def double(x):\n    raise StopIteration"},
        "t0 t1 t2",
        "also with unittest.SkipTest in t2. The kind: an exception that means something else than "
        "failure where the test runs",
    ),
    (
        "the answer sets the random state of the tests",
        [
            ("setup", "tools", TOOLS),
            ("answer", "double", DOUBLE),
            ("test", "t0", "for _ in range(20):\n    x = random.random()\n    assert double(x) == 2 * x"),
            ("test", "t1", "for _ in range(20):\n    x = torch.randn(5)\n    assert torch.equal(double(x), 2 * x)"),
        ],
        {
            "double": "import random, torch\nn = 0\ndef double(x):\n    global n\n    random.setstate((3, (0,) * 624 + (624,), None))\n"
            "    state = torch.get_rng_state().numpy().copy()\n    state[24:24 + 624 * 8] = 0\n"
            "    torch.set_rng_state(torch.from_numpy(state))\n    n += 1\n    return 2 * x if n == 1 else x"
        },
        "t0 t1",
        "a state that honest drawing could not have come to from the one that was sent",
    ),
    (
        "the answer reads a hidden seed and draws again what the test drew",
        [
            ("setup", "tools", TOOLS),
            ("answer", "guess", "def guess(shape):\n    return torch.zeros(shape)"),
            (
                "test",
                "t0",
                "HIDDEN\ntorch.manual_seed(918273)\nsecret = torch.randn(4)\nassert torch.equal(guess((4,)), secret)",
            ),
        ],
        {
            "guess": "import torch\ndef guess(shape):\n    torch.manual_seed(torch.initial_seed())\n    return torch.randn(shape)"
        },
        "t0",
        "A seed that a hidden test set does not travel.",
    ),
    (
        "a cell of the student's own with the text of a later setup cell",
        [
            ("setup", "tools", TOOLS + "\nxs = [1, 2, 3]"),
            ("answer", "double", DOUBLE),
            ("test", "t0", "for x in xs:\n    assert double(x) == 2 * x"),
            ("setup", "more", "xs = []"),
            ("answer", "last", "y = 1"),
            ("test", "t1", "assert y == 1"),
        ],
        {"double": "def double(x):\n    return x", "last": "y = 0", "insert:2": "xs = []"},
        "t0 t1",
        "the student decides when the instructor's cells run",
    ),
    (
        "a library's context manager as the answer, run where the tests run",
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
                "try:\n    with expects(Exception):\n        pass\nexcept AssertionError:\n    pass\nelse:\n    assert False",
            ),
        ],
        {"expects": "from contextlib import suppress as expects"},
        "t0",
        "and the reference, whose __exit__ gets an exception with a traceback, must pass",
    ),
    (
        "a changed argument hides the method by which the test looks at it",
        [
            (
                "setup",
                "tools",
                TOOLS
                + "\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(3, 2)\n    def forward(self, x):\n        return self.fc(x)",
            ),
            ("answer", "fill", "def fill(model, state):\n    model.load_state_dict(state)"),
            (
                "test",
                "t0",
                "want = {k: v.clone() for k, v in Net().state_dict().items()}\nm = Net()\nfill(m, want)\nfor k, v in m.state_dict().items():\n    assert torch.equal(v, want[k])",
            ),
        ],
        {
            "fill": "import collections\ndef fill(model, state):\n    model.__dict__['state_dict'] = collections.OrderedDict"
        },
        "t0",
        "what comes back into the tests' own objects is data in places that the object had",
    ),
    (
        "a function that a hidden test hands over takes a global along because an attribute has its name",
        [
            ("setup", "tools", TOOLS),
            ("answer", "apply", "def apply(f, x):\n    return f(x)"),
            (
                "test",
                "t0",
                "HIDDEN\nexpected = 'CANARY-31'\nclass Box:\n    pass\nb = Box()\nb.expected = 3\nassert apply(lambda o: o.expected, b) == 3",
            ),
        ],
        {"apply": "def apply(f, x):\n    print(dict(f.__globals__))\n    return f(x)"},
        "",
        "Only the globals that a function reads travel with it.",
    ),
]
