"""Values come out of an answer as they are, and arguments go in and are changed in place."""
# ruff: noqa: E501 - tables of attacks and values read better one to a line

import pytest

from tests.sealed.one import grade

pytestmark = pytest.mark.slow

TOOLS = """
import collections, copy, dataclasses, datetime, decimal, enum, fractions, io, math, pathlib, random, re, typing
import numpy as np
import torch
from torch import nn

@dataclasses.dataclass
class Config:
    width: int = 3
    path: str = "a"

class Point(typing.NamedTuple):
    x: int
    y: int

class Color(enum.Enum):
    RED = 1

class Net(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.width = width
        self.fc = nn.Linear(width, 2)
        self.bn = nn.BatchNorm1d(2)
        self.register_buffer("seen", torch.zeros(2), persistent=False)
        self.act = torch.relu

    def forward(self, x):
        return self.act(self.bn(self.fc(x)))
"""

VALUES = [
    "None", "True", "3", "2.5", "'text'", "'\\ud800'", "b'bytes'", "bytearray(b'x')", "2 + 3j", "10 ** 400", "-(2 ** 63)",
    "float('inf')", "[1, [2, {'a': 3}]]", "(1, (2,))", "{1, 2}", "frozenset([1])", "{'b': 1, 'a': 2, 3: None, (1, 2): 4}",
    "range(3, 9, 2)", "slice(1, None)", "...", "collections.OrderedDict(b=1, a=2)", "collections.Counter('hello')",
    "collections.deque([1, 2], 5)", "collections.defaultdict(list, {'a': [1]})", "pathlib.Path('a/b.pth')",
    "datetime.datetime(2024, 1, 2, 3)", "datetime.timedelta(days=2, microseconds=3)", "decimal.Decimal('1.10')",
    "fractions.Fraction(1, 3)", "Config(4, 'b')", "Point(1, 2)", "Color.RED", "torch.float16", "torch.device('cpu')",
    "torch.device('cuda:1')", "torch.Size([2, 3])", "np.float32(1.5)", "np.dtype('int16')", "int", "torch.relu",
    "nn.Linear", "Net", "[{'lr': 0.1, 'betas': (0.9, 0.99)}]", "torch.strided", "torch.channels_last", "re.compile('a+', re.I)",
    "datetime.timezone.utc", "datetime.timezone(datetime.timedelta(hours=2), 'CEST')",
]  # fmt: skip


def test_plain_values_arrive_equal_and_of_the_same_type():
    answers = "values = [" + ", ".join(VALUES) + "]"
    checks = f"""
    expected = [{", ".join(VALUES)}]
    for got, want in zip(values, expected, strict=True):
        assert type(got) is type(want), (got, want)
        assert got == want, (got, want)
        if isinstance(want, dict):
            assert list(got) == list(want)
    """
    assert grade(TOOLS, answers, checks).failures == []


def test_objects_of_a_class_that_only_names_a_container_are_that_container():
    answers = """
    class Report(dict):
        def __init__(self, **lists):
            super().__init__(missing=[], **lists)
    class State(collections.OrderedDict):
        "A state dict."
    class Shape(tuple):
        def __repr__(self):
            return "Shape" + super().__repr__()
    class File(type(pathlib.Path())):
        pass
    report, state, shape, file = Report(more=[1]), State(w=torch.ones(2)), Shape((3, 2)), File("a/b.pth")
    """
    checks = """
    assert isinstance(report, dict) and report == {"missing": [], "more": [1]}
    assert isinstance(state, dict) and list(state) == ["w"] and torch.equal(state["w"], torch.ones(2))
    assert isinstance(shape, tuple) and shape == (3, 2)
    assert isinstance(file, pathlib.Path) and file == pathlib.Path("a/b.pth")
    """
    assert grade(TOOLS, answers, checks).failures == []


ADDED = """
class Stack(list):
    def top(self):
        return self[-1]
    def push(self, item):
        self.append(item)
        return self
class Lower(dict):
    def __missing__(self, key):
        return self[key.lower()]
class Named(str):
    def shout(self):
        return self.upper() + "!"
class Share(float):
    @property
    def percent(self):
        return 100 * self
class Count(int):
    def half(self):
        return self // 2
class Pair(typing.NamedTuple):
    loss: float
    right: int
    def total(self):
        return self.loss + self.right
class Keys(set):
    def first(self):
        return min(self)
class State(collections.OrderedDict):
    def size(self):
        return sum(value.numel() for value in self.values())
class Seen(tuple):
    note = "kept"
class Marked(list):
    pass
stack, lower, named, share, count = Stack([1, 2]), Lower(a=5), Named("ada"), Share(0.25), Count(7)
pair, keys, state, seen, marked = Pair(0.5, 3), Keys("ba"), State(w=torch.ones(2)), Seen((1, 2)), Marked([3])
marked.note = "of this one"
class Log(list):
    def note(self, item):
        self.append({"item": item})
    def mark(self):
        self[0]["marked"] = True
def note_twice(log, item):
    log.note(item)
    log.note(item)
log, table = Log(), Lower(a=1)
def last(items):
    return type(items).__name__, items.top()
"""


ADDED_CHECKS = [
    "isinstance(stack, list) and stack == [1, 2] and [1, 2] == stack and stack != [1] and len(stack) == 2",
    "stack.top() == 2 and [*stack] == [1, 2] and sorted(stack, reverse=True) == [2, 1] and stack + [3] == [1, 2, 3]",
    "repr(stack) == '[1, 2]' and type(stack).__name__ == 'Stack' and isinstance(stack, Stack) and Stack([1]) == [1]",
    "last(stack) == ('Stack', 2)",
    "copy.deepcopy(stack).top() == 2 and copy.copy(stack) == [1, 2] and pickle.loads(pickle.dumps(stack)) == [1, 2]",
    'json.dumps([stack, lower, named, share, count]) == \'[[1, 2], {"a": 5}, "ada", 0.25, 7]\'',
    "isinstance(lower, dict) and lower == {'a': 5} and lower['A'] == 5 and list(lower.items()) == [('a', 5)] and {**lower} == {'a': 5}",
    "named == 'ada' and named.shout() == 'ADA!' and {'ada': 1}[named] == 1 and f'{named:>4}' == ' ada' and 'a' in named",
    "share == 0.25 and share.percent == 25 and isinstance(share, float) and share + 1 == 1.25 and math.isclose(share, 0.25)",
    "count == 7 and count.half() == 3 and range(10)[count] == 7 and f'{count:03d}' == '007' and torch.ones(count).sum() == 7",
    "pair == (0.5, 3) and pair.loss == 0.5 and pair.total() == 3.5 and isinstance(pair, tuple) and pair._fields == ('loss', 'right')",
    "keys == {'a', 'b'} and keys.first() == 'a' and keys | {'c'} == {'a', 'b', 'c'}",
    "list(state) == ['w'] and state.size() == 2 and torch.equal(state['w'], torch.ones(2))",
    "seen == (1, 2) and seen.note == 'kept' and marked == [3] and marked.note == 'of this one'",
    "log.note(1) is None and log == [{'item': 1}] and len(log) == 1 and bool(log)",
    "(log.append(2), log == [{'item': 1}, 2], len(log))[1:] == (True, 2)",
    "(note_twice(log, 3), len(log), log[-1])[1:] == (4, {'item': 3})",
    "(log.mark(), log[0])[1] == {'item': 1, 'marked': True} and [*log][0]['marked']",
    "(log.__delitem__(1), log.__setitem__(0, 5), log.extend([6]), [*log])[3] == [5, {'item': 3}, {'item': 3}, 6]",
    "(log.clear(), log == [], log.__iadd__([1, 2]) is log, log == [1, 2], log.note(3), len(log))[1:] == (True, True, True, None, 3)",
    "(table.update(b=2), table == {'a': 1, 'b': 2}, table.pop('a'), table['B'], len(table))[1:] == (True, 1, 2, 1)",
    "keys.__ior__({'c'}) is keys and keys.__isub__({'a'}) == {'b', 'c'} and keys.__iand__({'c'}).first() == 'c'",
    "stack.push(3) is stack and stack == [1, 2, 3] and stack.top() == 3",  # last: it changes what others look at
]


def test_data_of_a_class_that_adds_to_them_are_data_and_keep_what_was_added():
    tests = [f"assert {check}" for check in ADDED_CHECKS]
    assert grade(TOOLS + "import json, pickle", ADDED, tests).failures == []


def test_data_of_a_setup_class_are_of_that_class():
    setup = (
        TOOLS
        + """
class Trace(list):
    def total(self):
        return sum(self)
"""
    )
    answers = "def trace():\n    found = Trace([1, 2])\n    found.unit = 'epochs'\n    return found"
    checks = (
        "got = trace()\nassert isinstance(got, Trace) and got == [1, 2] and got.total() == 3 and got.unit == 'epochs'"
    )
    assert grade(setup, answers, checks).failures == []


ODD_VALUES = [
    ("float('nan')", "math.isnan(value)"),
    ("io.BytesIO(b'abc')", "value.read() == b'abc'"),
    ("np.arange(6).reshape(2, 3)", "value.shape == (2, 3) and value[1, 2] == 5"),
    ("torch.arange(6.).reshape(2, 3).t()", "value.shape == (3, 2) and not value.is_contiguous()"),
    ("torch.tensor(2, dtype=torch.bfloat16)", "value.dtype == torch.bfloat16 and value.ndim == 0"),
    ("torch.tensor([True, False])", "value.tolist() == [True, False]"),
    ("torch.ones(2, device='meta')", "value.device.type == 'meta'"),
    ("torch.empty(0, 3)", "value.shape == (0, 3)"),
    ("torch.tensor([1 + 2j])", "value[0] == 1 + 2j"),
    ("nn.Parameter(torch.ones(2), requires_grad=False)", "isinstance(value, nn.Parameter) and not value.requires_grad"),
    ("torch.ones(2, requires_grad=True) * 2", "value.requires_grad"),
    ("Net().state_dict()", "list(value) == list(Net().state_dict()) and value._metadata['bn']['version'] == 2"),
    ("{'model': Net().state_dict(), 'epoch': 3}", "value['model']['fc.weight'].shape == (2, 3)"),
    ("{}.keys()", "list(value) == []"),
    ("(i * i for i in range(4))", "list(value) == [0, 1, 4, 9]"),
    ("lambda x: x + 1", "value(2) == 3"),
    ("math", "value is math"),
    ("Config", "value is Config"),
]  # fmt: skip


def test_odd_values_arrive():
    answers = "\n".join(f"value{number} = {value}" for number, (value, _) in enumerate(ODD_VALUES))
    tests = [f"value = value{number}\nassert {check}, value" for number, (_, check) in enumerate(ODD_VALUES)]
    assert grade(TOOLS, answers, tests).failures == []


def test_module_of_a_setup_class_is_rebuilt_part_by_part():
    reference = """
    model = Net()
    model.fc.weight.requires_grad_(False)
    model.bn.eval()
    model.seen += 2
    tied = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    tied[1].weight = tied[0].weight
    ghost = Net().to("meta")
    """
    tests = """
    assert type(model) is Net and model.width == 3
    assert not model.fc.weight.requires_grad and model.fc.bias.requires_grad
    assert model.training and not model.bn.training
    assert model.seen.tolist() == [2, 2] and "seen" not in model.state_dict()
    assert model.bn.num_batches_tracked.dtype == torch.int64
    assert tied[0].weight is tied[1].weight
    assert len(list(tied.parameters())) == 3
    assert {p.device.type for p in ghost.parameters()} == {"meta"}
    assert model(torch.ones(2, 3)).shape == (2, 2)
    model.load_state_dict(Net().state_dict())
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_class_of_the_answer_is_a_proxy_that_behaves():
    reference = """
    class Small(nn.Module):
        '''A small net.'''
        size = 7
        def __init__(self, width, scale=2.0):
            super().__init__()
            self.fc = nn.Linear(width, 1)
            self.scale = scale
        def forward(self, x):
            return self.fc(x) * self.scale
        @classmethod
        def make(cls):
            return cls(2)

    class Vector:
        def __init__(self, x): self.x = x
        def __add__(self, other): return Vector(self.x + other.x)
        def __eq__(self, other): return self.x == other.x
        def __len__(self): return 3
        def __getitem__(self, i): return [1, 2, 3][i]
        def __repr__(self): return f"Vector({self.x})"
        def __enter__(self): return self
        def __exit__(self, *error): self.x = -1
        def __iter__(self): return iter([1, 2])

    class Broken(ValueError):
        pass

    def fail(): raise Broken("no")
    """
    tests = """
    import inspect
    assert issubclass(Small, nn.Module) and inspect.isclass(Small)
    assert list(inspect.signature(Small).parameters) == ["width", "scale"]
    assert Small.__doc__ == "A small net." and Small.size == 7 and Small.__name__ == "Small"
    model = Small(3)
    assert isinstance(model, Small) and isinstance(model, nn.Module) and type(model) is Small
    assert isinstance(Small.make(), Small)
    assert model.training and not model.eval().training
    assert model.eval() is model
    assert model.scale == 2.0 and not hasattr(model, "nothing")
    state = model.state_dict()
    assert list(state) == ["fc.weight", "fc.bias"]
    with torch.no_grad():
        expected = 2 * (torch.ones(4, 3) @ state["fc.weight"].t() + state["fc.bias"])
    assert torch.allclose(model(torch.ones(4, 3)), expected)
    assert sum(p.numel() for p in model.parameters()) == 4
    assert [name for name, _ in model.named_parameters()] == ["fc.weight", "fc.bias"]
    model.load_state_dict({"fc.weight": torch.zeros(1, 3), "fc.bias": torch.ones(1)})
    assert model(torch.ones(1, 3)).item() == 2
    model.scale = 5.0
    assert model.scale == 5.0
    a = Vector(1)
    assert (a + Vector(2)).x == 3 and (a + Vector(2)) == Vector(3) and a != Vector(2)
    assert len(a) == 3 and a[1] == 2 and list(a) == [1, 2] and repr(a) == "Vector(1)" and f"{a}" == "Vector(1)"
    with a as b:
        assert b is a
    assert a.x == -1 and copy.deepcopy(a).x == -1
    try:
        fail()
    except Broken as error:
        assert isinstance(error, ValueError) and str(error) == "no"
    else:
        raise AssertionError("nothing raised")
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_function_proxy_keeps_signature_and_documentation():
    reference = """
    def f(a, *rest, b: int = 2, **more) -> int:
        "Adds."
        return a + b + len(rest) + len(more)
    async def g(x):
        return x * 2
    """
    tests = """
    import inspect
    assert callable(f) and inspect.isfunction(f) and f.__name__ == "f" and f.__doc__ == "Adds."
    assert list(inspect.signature(f).parameters) == ["a", "rest", "b", "more"]
    assert inspect.signature(f).parameters["b"].default == 2
    assert f(1) == 3 and f(1, 1, b=5, c=1) == 8
    assert "return a + b" in inspect.getsource(f)
    assert (await g(4)) == 8
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_arguments_are_changed_in_place():
    reference = """
    def change(items, table, tensor, array, stream):
        items.append(4); table["k"] = items; tensor += 1; array[0] = 9; stream.write(b"zz")
        return items

    def restore_into(model, path):
        model.load_state_dict(torch.load(path)); model.eval()

    def step(model, optimizer, scheduler, x):
        optimizer.zero_grad(); model(x).sum().backward(); optimizer.step(); scheduler.step()

    def freeze(model):
        for p in model.parameters(): p.requires_grad_(False)
        model.extra = "here"
        return model

    def widen(model):
        model.fc = nn.Linear(3, 5)
    """
    tests = """
    items, table, tensor, array, stream = [1], {}, torch.zeros(2), np.zeros(2), io.BytesIO()
    back = change(items, table, tensor, array, stream)
    assert back is items and items == [1, 4] and table["k"] is items
    assert tensor.tolist() == [1, 1] and array[0] == 9 and stream.getvalue() == b"zz"
    donor, model = Net(), Net()
    torch.save(donor.state_dict(), "donor.pth")
    weight = model.fc.weight
    assert restore_into(model, "donor.pth") is None
    assert torch.equal(model.fc.weight, donor.fc.weight) and model.fc.weight is weight and not model.bn.training
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    twin, x = copy.deepcopy(model), torch.randn(4, 3)
    step(model, optimizer, scheduler, x)
    twin(x).sum().backward()
    with torch.no_grad():
        for p in twin.parameters(): p -= 0.1 * p.grad
    assert torch.allclose(model.fc.weight, twin.fc.weight)
    assert optimizer.param_groups[0]["lr"] == 0.05 and len(optimizer.state) == 4
    assert optimizer.param_groups[0]["params"][0] is model.fc.weight
    assert "momentum_buffer" in optimizer.state[model.fc.weight]
    assert model.fc.weight.grad is not None and scheduler.last_epoch == 1
    assert model.bn.num_batches_tracked == 1
    assert freeze(model) is model and not any(p.requires_grad for p in model.parameters()) and model.extra == "here"
    widen(model)
    assert model.fc.out_features == 5 and isinstance(model.fc, nn.Linear)
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_loaders_generators_and_test_functions_go_in():
    reference = """
    def total(batches):
        return sum(float(x.sum()) for x, in batches)
    def each(function, items):
        return [function(item) for item in items]
    def make(kind):
        return kind(2)
    """
    tests = """
    from torch.utils.data import DataLoader, TensorDataset
    loader = DataLoader(TensorDataset(torch.ones(10, 2)), batch_size=4)
    assert total(loader) == 20
    assert total((torch.ones(2),) for _ in range(3)) == 6
    calls = []
    def double(x):
        calls.append(x)
        return x * 2
    assert each(double, [1, 2]) == [2, 4] and calls == [1, 2]
    assert each(lambda x: x + offset, [1]) == [11] if (offset := 10) else None
    class Fresh(nn.Module):
        def __init__(self, n):
            super().__init__()
            self.fc = nn.Linear(n, n)
        def forward(self, x):
            return self.fc(x)
    made = make(Fresh)
    assert type(made) is Fresh and made(torch.ones(1, 2)).shape == (1, 2)
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_random_state_travels_both_ways():
    reference = "def draw():\n    return random.random(), np.random.rand(), torch.rand(1)"
    tests = """
    def seed():
        random.seed(1); np.random.seed(1); torch.manual_seed(1)
    seed()
    here = [random.random(), np.random.rand(), torch.rand(1), random.random(), torch.rand(1)]
    seed()
    there = [*draw(), random.random(), torch.rand(1)]
    assert here == there
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_exceptions_come_back_as_their_type():
    reference = """
    import json
    def fail(kind):
        if kind == "key": raise KeyError("a")
        if kind == "os": open("/nothing/here")
        if kind == "json": json.loads("{")
        if kind == "cuda": torch.load(io.BytesIO(b"\\x80\\x02cos\\nsystem\\nq"))
        if kind == "exit": raise SystemExit(0)
        raise RuntimeError("size mismatch for fc.weight")
    """
    tests = """
    import json, pickle
    for kind, error in dict(key=KeyError, os=FileNotFoundError, json=json.JSONDecodeError, x=RuntimeError,
                            cuda=pickle.UnpicklingError, exit=SystemExit).items():
        try:
            fail(kind)
        except error as caught:
            assert kind != "x" or "size mismatch" in str(caught)
            assert kind != "os" or caught.errno == 2
        else:
            raise AssertionError(kind)
    """
    assert grade(TOOLS, reference, tests).failures == []


def test_scenario_runs_beside_the_answer_and_returns_data():
    tools = (
        TOOLS
        + """
def modes_during(train, steps):
    seen = []
    class Spy(nn.Module):
        def forward(self, x):
            seen.append(self.training)
            return x
    train(Spy(), steps)
    return {"seen": seen}
"""
    )
    reference = "def train(model, steps):\n    model.eval()\n    for _ in range(steps): model(torch.ones(1))"
    tests = "assert modes_during(train, 3) == {'seen': [False] * 3}"
    assert grade(tools, reference, tests).failures == []


def test_object_of_a_setup_cell_that_the_answer_changes_is_seen_changed():
    tools = TOOLS + "\nmodel = Net()\ntorch.save(Net().state_dict(), 'x.pth')\nresults = {}"
    reference = "model.load_state_dict(torch.load('x.pth'))\nmodel.eval()\nresults['a'] = 1"
    tests = """
    assert not model.training and results == {'a': 1}
    assert torch.equal(model.fc.weight, torch.load('x.pth')['fc.weight'])
    """
    assert grade(tools, reference, tests).failures == []


def test_random_setup_is_the_same_on_both_sides():
    tools = TOOLS + "\ngiven = Net()\ntorch.save(given.state_dict(), 'given.pth')\nvalue = random.random()"
    reference = "restored = Net()\nrestored.load_state_dict(torch.load('given.pth'))\nmine = value"
    tests = "assert torch.equal(restored.fc.weight, given.fc.weight) and mine == value"
    assert grade(tools, reference, tests).failures == []


def test_missing_name_is_a_name_error():
    done = grade(TOOLS, "def f(): return 1", "assert f() == 1", submitted="def g(): return 1")
    assert done.failures == ["NameError: name 'f' is not defined"]


def test_partial_credit_is_kept():
    done = grade(TOOLS, "def f(): return 1", "score = 2.5\nassert f() == 1\nscore")
    assert done.outputs(2)[0].data["text/plain"] == "2.5"


def test_a_last_line_that_nbgrader_reads_as_no_number_is_no_partial_credit():
    lines = ["torch.tensor(12.0)", "torch.tensor(-1.0)", "np.float64(0.5)", "f() == 1", "decimal.Decimal(99)", "[f()]"]
    done = grade(TOOLS, "def f(): return 1", lines)
    assert done.failures == [] and all(done.outputs(2 + number) == [] for number in range(len(lines)))
    assert len(grade(TOOLS, "def f(): return 1", ["99 * f()", "-1.0", "float('nan')"]).failures) == 3


def test_a_last_line_that_ends_with_a_semicolon_shows_nothing_and_is_no_partial_credit():
    done = grade(TOOLS, "def f(): return 1", ["f();", "f();  # hidden"])
    assert [done.outputs(2), done.outputs(3)] == [[], []]


def test_cells_of_the_instructor_run_as_in_a_notebook():
    tests = [
        "def check(x): return x == f()\nassert check(1)",
        "import inspect\nassert 'return x == f()' in inspect.getsource(check) and In[-2].startswith('def check')",
        "%matplotlib inline\nassert f() == 1",
        "from matplotlib import pyplot\nlines = pyplot.plot([f()])",
        "display(f())\nprint('said')\n2",
        "import sys\nsys.exit('left')",
        "assert _ == 2",
    ]
    done = grade(TOOLS, "def f(): return 1", tests)
    assert done.failures == ["SystemExit: left"]
    assert [output.output_type for output in done.outputs(5)] == ["display_data"]  # the figure
    assert [output.output_type for output in done.outputs(6)] == ["display_data", "stream", "execute_result"]


def test_an_import_from_the_future_holds_for_later_cells():
    done = grade(TOOLS, "def f(): return 1", ["from __future__ import annotations", "def g(x: NoSuchName): return f()"])
    assert done.failures == []


def test_random_numbers_of_all_kinds_go_on_where_the_other_side_stopped():
    draw = "[random.random(), random.gauss(0, 1), np.random.rand(), np.random.normal(), torch.rand(1).item()]"
    tests = f"""
    def here(): return {draw}
    def seed(): random.seed(1), np.random.seed(1), torch.manual_seed(1)
    seed()
    expected = [here() for _ in range(6)]
    seed()
    assert [there(), there(), here(), there(), here(), here()] == expected
    """
    assert grade(TOOLS, f"def there(): return {draw}", tests).failures == []


def test_warning_in_a_test_leaves_no_stderr():
    done = grade(
        TOOLS,
        "def f(): return 1",
        "import warnings, sys\nwarnings.warn('careful')\nprint('x', file=sys.stderr)\nf()",
    )
    assert [output.output_type for output in done.outputs(2)] == ["execute_result"]


def test_name_that_a_test_bound_itself_is_not_taken_from_the_answer():
    reference = "expected = 1\ndef f(): return 1"
    done = grade(
        TOOLS,
        reference,
        ["expected = 5", "assert f() == expected"],
        submitted="expected = 1\ndef f(): return 1",
    )
    assert len(done.failures) == 1


def test_what_a_cell_did_last_to_a_name_of_the_answer_is_there_in_the_next():
    answer = "items = [1]\ndef add(x): x.append(2)\ndef now(): return items"
    tests = [
        "add(items)\nassert items == [1, 2]",
        "assert items == [1, 2]",
        "items.append(5)",
        "assert now() == [1, 2, 5]",
    ]
    assert grade("import math", answer, tests).passed


def test_object_of_a_plain_class_is_callable_only_when_it_says_so():
    reference = "class A:\n    pass\nclass B:\n    def __call__(self): return 3\na, b = A(), B()"
    assert grade(TOOLS, reference, "assert not callable(a) and callable(b) and b() == 3").failures == []


def test_test_may_delete_or_replace_a_function_of_the_answer():
    reference = "def inner(x): return x + 1\ndef outer(x): return inner(x) * 2"
    tests = """
    calls = []
    kept = inner
    del inner
    try:
        outer(1)
    except NameError:
        pass
    else:
        raise AssertionError("outer() does not use inner()")
    def inner(x):
        calls.append(x)
        return 10
    assert outer(1) == 20 and calls == [1]
    inner = kept
    """
    assert grade(TOOLS, reference, [tests, "assert outer(1) == 4"]).failures == []


def test_object_of_a_class_that_a_setup_cell_imports_is_one_whatever_that_class_does_with_its_subclasses():
    """matplotlib's classes of drawings make something of every subclass, by looking at it. Some need no import."""
    tools = "from matplotlib import pyplot as plt\nfrom matplotlib.lines import Line2D"
    work = "def draw():\n    ax = plt.subplots()[1]\n    ax.plot([1, 2], label='a')\n    return ax"
    test = """
    ax = draw()
    assert isinstance(ax, plt.Axes) and isinstance(ax.figure, plt.Figure) and not isinstance(ax, plt.Figure)
    assert isinstance(ax.lines[0], Line2D) and ax.lines[0].get_label() == "a"
    """
    assert grade(tools, work, test).failures == []
