"""What crosses, as `docs/what-crosses.md` lists it: by the id of a line, an answer's code and a test's.

What crosses runs twice, plain in one namespace and sealed over the bridge, and must pass both times. What does not runs
sealed, and says what a test sees instead.
"""
# ruff: noqa: E501 - tables of code read better one to a line

CROSSES = {
    "error-bases": (
        """
        class Missing(KeyError, ValueError): pass
        class Wrong(Exception): pass
        class WrongShape(Wrong): pass
        class Local(ValueError): pass
        class Deep(Local, KeyError): pass
        def fail(number): raise (Missing, WrongShape, Deep)[number]("no")
        """,
        """
        for number, kinds in enumerate([(Missing, KeyError, ValueError, LookupError), (WrongShape, Wrong, Exception), (Deep, Local, KeyError, ValueError)]):
            for kind in kinds:
                try: fail(number)
                except kind as error: assert isinstance(error, kinds) and issubclass(type(error), kind)
        assert issubclass(WrongShape, Wrong) and not issubclass(Wrong, WrongShape) and not issubclass(Missing, Wrong)
        """,
    ),
    "error-attributes": (
        """
        class BadKey(Exception):
            def __init__(self, key, wanted):
                super().__init__(f"bad {key}")
                self.key, self.wanted = key, {"wanted": wanted}
        def fail(): raise BadKey("fc", 3)
        def plain():
            error = ValueError("no")
            error.code = 7
            raise error
        """,
        """
        try: fail()
        except BadKey as error: assert error.key == "fc" and error.wanted == {"wanted": 3} and error.args == ("bad fc",)
        try: plain()
        except ValueError as error: assert error.code == 7
        """,
    ),
    "error-text": (
        """
        class Shown(ValueError):
            def __str__(self): return f"<{self.args[0]}>"
        class Other(KeyError):
            def __str__(self): return "a key"
        def fail(kind=Shown): raise kind("no")
        """,
        """
        for kind, text in [(Shown, "<no>"), (Other, "a key")]:
            try: fail(kind)
            except kind as error: assert str(error) == text and error.args == ("no",) and f"{error}" == text
        """,
    ),
    "error-notes": (
        """
        def fail():
            error = ValueError("no")
            error.add_note("look at the keys")
            raise error
        """,
        """
        try: fail()
        except ValueError as error: assert error.__notes__ == ["look at the keys"]
        """,
    ),
    "error-cause": (
        """
        class Own(RuntimeError): pass
        def fail():
            try: {}["a"]
            except KeyError as error: raise Own("wrapped") from error
        def again():
            try: {}["a"]
            except KeyError: raise ValueError("second")
        def hidden():
            try: {}["a"]
            except KeyError: raise ValueError("second") from None
        """,
        """
        try: fail()
        except Own as error: assert isinstance(error.__cause__, KeyError) and error.__cause__.args == ("a",)
        try: again()
        except ValueError as error: assert isinstance(error.__context__, KeyError) and error.__cause__ is None and not error.__suppress_context__
        try: hidden()
        except ValueError as error: assert error.__cause__ is None and error.__suppress_context__
        """,
    ),
    "error-value": (
        """
        class Own(ValueError):
            pass
        def collect():
            return [Own("a"), KeyError("b")]
        """,
        """
        first, second = collect()
        assert isinstance(first, Own) and isinstance(first, ValueError) and str(first) == "a" and second.args == ("b",)
        """,
    ),
    "error-group": (
        """
        def fail(): raise ExceptionGroup("several", [ValueError("a"), KeyError("b")])
        """,
        """
        try: fail()
        except* ValueError as group: assert str(group.exceptions[0]) == "a"
        except* KeyError as group: assert group.exceptions[0].args == ("b",)
        """,
    ),
    "error-exit": (
        """
        import sys
        def leave(code): sys.exit(code)
        """,
        """
        for code in (2, None, "message"):
            try: leave(code)
            except SystemExit as error: assert error.code == code
            else: assert False
        """,
    ),
    "error-os": (
        """
        def read(path): return open(path).read()
        """,
        """
        import errno
        try: read("/nothing/here")
        except OSError as error: assert isinstance(error, FileNotFoundError) and error.errno == errno.ENOENT and error.filename == "/nothing/here"
        """,
    ),
    "enum": (
        """
        import enum
        class Color(enum.Enum):
            RED = "r"
            BLUE = "b"
            ALIAS = "r"
            def nice(self): return self.name.title()
        def favourite(): return Color.BLUE
        """,
        """
        assert [member.name for member in Color] == ["RED", "BLUE"] and len(Color) == 2 and Color["RED"] is Color.RED is Color("r")
        assert favourite() is Color.BLUE and favourite() == Color.BLUE != Color.RED and favourite().value == "b" and favourite() in Color
        assert {Color.RED: 1}[Color.RED] == 1 and Color.BLUE.nice() == "Blue" and isinstance(Color.RED, Color) and list(Color.__members__) == ["RED", "BLUE", "ALIAS"]
        try: Color("x")
        except ValueError: pass
        else: assert False
        """,
    ),
    "enum-number": (
        """
        import enum
        class Level(enum.IntEnum):
            LOW = 1
            HIGH = 5
        class Kind(enum.StrEnum):
            TRAIN = "train"
        class Mode(str, enum.Enum):
            ON = "on"
        class Right(enum.IntFlag):
            READ = 1
            WRITE = 2
        class Flag(enum.Flag):
            A = 1
            B = 2
        def level(): return Level.HIGH
        """,
        """
        assert level() == 5 and Level.LOW < 3 and Level.LOW < Level.HIGH and sorted(Level)[0] == 1 and int(level()) == 5 and [10, 20][Level.LOW] == 20
        assert Kind.TRAIN == "train" and f"{Kind.TRAIN}" == "train" and Kind.TRAIN.upper() == "TRAIN" and {"train": 1}[Kind.TRAIN] == 1
        assert Mode.ON == "on" and isinstance(Mode.ON, str) and isinstance(level(), int)
        assert Right.READ | Right.WRITE == 3 and Right.READ in Right(3) and (Flag.A | Flag.B).value == 3
        """,
    ),
    "mapping": (
        """
        import collections
        import collections.abc
        class Table(collections.UserDict):
            def total(self): return sum(self.values())
        class Lists(collections.defaultdict): pass
        class Own(collections.abc.Mapping):
            def __init__(self, **items): self.items_ = items
            def __getitem__(self, key): return self.items_[key]
            def __iter__(self): return iter(self.items_)
            def __len__(self): return len(self.items_)
        def tables(): return Table(a=1), collections.UserDict(a=1), collections.ChainMap({"a": 1}, {"b": 2}), Own(a=1)
        def lists():
            found = Lists(list)
            found["a"].append(1)
            return found
        """,
        """
        import collections.abc
        for table in tables():
            assert isinstance(table, collections.abc.Mapping) and dict(table)["a"] == 1 and table["a"] == 1 and "a" in table and "z" not in table
            assert table == dict(table) and dict(table) == table and table != {"a": 2} and {**table}["a"] == 1 and ("a", 1) in list(table.items()) and len(table) == len(dict(table)) and table.get("z", 4) == 4
        assert tables()[0].total() == 1 and isinstance(lists(), dict) and lists() == {"a": [1]} and lists()["new"] == []
        """,
    ),
    "sequence": (
        """
        import collections
        import collections.abc
        class Own(collections.abc.Sequence):
            def __init__(self, *items): self.all = items
            def __getitem__(self, place): return self.all[place]
            def __len__(self): return len(self.all)
        class Stack(collections.UserList): pass
        def both(): return Own(1, 2, 3), Stack([1, 2, 3])
        """,
        """
        import collections.abc
        for found in both():
            assert isinstance(found, collections.abc.Sequence) and list(found) == [1, 2, 3] and 2 in found and list(reversed(found)) == [3, 2, 1]
            assert found.index(3) == 2 and found.count(1) == 1 and list(found[1:]) == [2, 3]
        """,
    ),
    "context-manager": (
        """
        class Expects:
            def __init__(self, kind): self.kind, self.seen = kind, None
            def __enter__(self): return self
            def __exit__(self, kind, error, trace):
                self.seen = (kind.__name__, str(error), trace is not None) if kind else None
                return kind is not None and issubclass(kind, self.kind)
        import contextlib
        @contextlib.contextmanager
        def swallowing():
            try: yield "inside"
            except KeyError: pass
        """,
        """
        with Expects(ValueError) as expects:
            raise ValueError("no")
        assert expects.seen == ("ValueError", "no", True)
        class Mine(ValueError): pass
        with Expects(ValueError) as expects:
            raise Mine("mine")
        try:
            with Expects(KeyError) as expects: raise ValueError("through")
        except ValueError as error: assert str(error) == "through"
        else: assert False
        with Expects(KeyError) as expects: pass
        assert expects.seen is None
        with swallowing() as got:
            assert got == "inside"
            raise KeyError("k")
        """,
    ),
    "special-methods": (
        """
        import os
        class Bag:
            def __init__(self, *items): self.items = list(items)
            def __contains__(self, item): return item in self.items
            def __reversed__(self): return iter(self.items[::-1])
            def __iter__(self): return iter(self.items)
            def __len__(self): return len(self.items)
            def __format__(self, spec): return f"Bag:{spec}"
            def __fspath__(self): return "bag/path"
            def __hash__(self): return 7
            def __eq__(self, other): return self.items == other.items
            def __iadd__(self, item):
                self.items.append(item)
                return self
            def __round__(self, digits=None): return ("rounded", digits)
            def __divmod__(self, other): return ("divmod", other.items)
            def __bytes__(self): return b"bag"
            def __complex__(self): return 1j
            def __length_hint__(self): return 3
            def __and__(self, other): return [x for x in self.items if x in other.items]
            def __lshift__(self, other): return "shifted"
            def __trunc__(self): return 4
            def __floor__(self): return 5
            def __ceil__(self): return 6
        class Mean:
            def __init__(self): self.all = []
            def __ior__(self, other): self.all.append(other); return self
            def __isub__(self, other): self.all.remove(other); return self
        """,
        """
        import os, math, operator
        bag = Bag(1, 2)
        assert 2 in bag and 3 not in bag and list(reversed(bag)) == [2, 1] and f"{bag:>3}" == "Bag:>3" and os.fspath(bag) == "bag/path"
        assert hash(bag) == 7 and len({bag, Bag(1, 2)}) == 1 and {bag: 1}[Bag(1, 2)] == 1
        kept = bag
        bag += 3
        assert bag is kept and 3 in bag and list(bag) == [1, 2, 3]
        assert round(bag) == ("rounded", None) and round(bag, 2) == ("rounded", 2) and bytes(bag) == b"bag" and complex(bag) == 1j
        assert divmod(bag, Bag(9)) == ("divmod", [9]) and bag & Bag(3) == [3] and bag << bag == "shifted"
        assert math.trunc(bag) == 4 and math.floor(bag) == 5 and math.ceil(bag) == 6
        mean = Mean()
        mean |= 4
        mean |= 5
        mean -= 4
        assert mean.all == [5]
        """,
    ),
    "unhashable": (
        """
        class Loose:
            def __eq__(self, other): return True
        """,
        """
        try: hash(Loose())
        except TypeError: pass
        else: assert False
        """,
    ),
    "copy": (
        """
        class Node:
            def __init__(self, items): self.items, self.number = items, 1
        """,
        """
        import copy
        node = Node([1])
        twin, deep = copy.copy(node), copy.deepcopy(node)
        twin.number = 2
        twin.items.append(2)
        assert type(twin) is Node and twin is not node and node.number == 1 and twin.number == 2
        assert deep.items == [1] and deep is not node
        """,
    ),
    "dataclass": (
        """
        import dataclasses
        @dataclasses.dataclass
        class Config:
            lr: float = 0.1
            sizes: list = dataclasses.field(default_factory=list)
            name: str = "a"
            def twice(self): return 2 * self.lr
        @dataclasses.dataclass(frozen=True, order=True)
        class Point:
            x: int
            y: int = 0
        @dataclasses.dataclass(slots=True)
        class Slim:
            x: int = 1
        def config(): return Config(0.5, [1])
        """,
        """
        import dataclasses
        made = config()
        assert dataclasses.is_dataclass(Config) and dataclasses.is_dataclass(made) and [f.name for f in dataclasses.fields(made)] == ["lr", "sizes", "name"]
        assert [f.name for f in dataclasses.fields(Config)] == ["lr", "sizes", "name"] and dataclasses.fields(Config)[0].default == 0.1
        assert dataclasses.asdict(made) == {"lr": 0.5, "sizes": [1], "name": "a"} and dataclasses.astuple(Point(1, 2)) == (1, 2)
        assert dataclasses.replace(made, lr=2.0).lr == 2.0 and made == Config(0.5, [1]) and made != Config() and made.twice() == 1.0
        assert Point(1) < Point(2) and {Point(1): 3}[Point(1)] == 3 and dataclasses.asdict(Slim()) == {"x": 1}
        try: Point(1).x = 3
        except dataclasses.FrozenInstanceError: pass
        else: assert False
        """,
    ),
    "cached-function": (
        """
        import functools
        calls = []
        @functools.lru_cache
        def square(x):
            "Squares."
            calls.append(x)
            return x * x
        @functools.cache
        def cube(x): return x ** 3
        """,
        """
        assert square(2) == square(2) == 4
        info = square.cache_info()
        assert (info.hits, info.misses) == (1, 1) and square.__name__ == "square" and square.__doc__ == "Squares." and callable(square)
        square.cache_clear()
        assert square.cache_info().currsize == 0 and square.cache_info().maxsize == 128 and cube(2) == 8 and square.__wrapped__(3) == 9
        """,
    ),
    "function-attributes": (
        """
        def count():
            count.calls += 1
            return count.calls
        count.calls = 0
        def outer(function):
            import functools
            @functools.wraps(function)
            def inner(*args):
                inner.calls += 1
                return function(*args)
            inner.calls = 0
            return inner
        class Counted:
            def __init__(self, function): self.function, self.calls = function, 0
            def __call__(self, *args):
                self.calls += 1
                return self.function(*args)
            def __get__(self, owner, kind=None): return self
        @Counted
        def triple(x): return 3 * x
        @outer
        def double(x: int) -> int: return 2 * x
        """,
        """
        count()
        count()
        assert count.calls == 2 and not hasattr(count, "missing")
        count.calls = 10
        assert triple(2) == 6 and triple.calls == 1 and callable(triple)
        assert count() == 11 and double(2) == 4 and double.calls == 1 and double.__wrapped__(3) == 6 and double.__name__ == "double"
        """,
    ),
    "partial": (
        """
        import functools
        def power(base, exponent): return base ** exponent
        square = functools.partial(power, exponent=2)
        """,
        """
        assert square(3) == 9 and square.keywords == {"exponent": 2}
        """,
    ),
    "generator-numpy": (
        "def draw(generator): return generator.standard_normal(3)",
        """
        import numpy as np
        for bits in (np.random.PCG64, np.random.MT19937, np.random.PCG64DXSM):
            mine, twin = np.random.Generator(bits(3)), np.random.Generator(bits(3))
            assert (draw(mine) == twin.standard_normal(3)).all() and mine.random() == twin.random()
        old, twin = np.random.RandomState(3), np.random.RandomState(3)
        assert (draw(old) == twin.standard_normal(3)).all() and old.rand() == twin.rand()
        """,
    ),
    "generator-python": (
        "def draw(generator): return generator.random(), generator.gauss(0, 1)",
        """
        import random
        mine, twin = random.Random(3), random.Random(3)
        assert draw(mine) == (twin.random(), twin.gauss(0, 1)) and mine.random() == twin.random() and mine.gauss(0, 1) == twin.gauss(0, 1)
        """,
    ),
    "generator-torch": (
        "import torch\ndef draw(generator): return torch.rand(3, generator=generator)",
        """
        import torch
        mine, twin = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
        assert torch.equal(draw(generator=mine), torch.rand(3, generator=twin)) and torch.equal(torch.rand(2, generator=mine), torch.rand(2, generator=twin))
        """,
    ),
    "sparse": (
        """
        import torch
        def double(x): return 2 * x
        def total(x): return x.to_dense().sum().item()
        def same(x): return x
        """,
        """
        import torch
        dense = torch.tensor([[0.0, 2.0], [3.0, 0.0]])
        for sparse in (dense.to_sparse(), dense.to_sparse_csr()):
            assert total(sparse) == 5 and double(sparse).layout == sparse.layout and torch.equal(double(sparse).to_dense(), 2 * dense) and same(sparse) is sparse
        """,
    ),
    "ties": (
        """
        import torch
        shared = torch.ones(2)
        def state(): return {"encoder.weight": shared, "decoder.weight": shared, "other": torch.ones(2)}
        def twice(x): return [x, x]
        def lists():
            one = [1]
            return [one, one, [1]]
        def tied_model():
            model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
            model[1].weight = model[0].weight
            return model.state_dict()
        """,
        """
        import torch
        found = state()
        assert found["encoder.weight"] is found["decoder.weight"] and found["other"] is not found["encoder.weight"]
        x = torch.ones(2)
        a, b = twice(x)
        assert a is b is x
        one, two, three = lists()
        assert one is two and one is not three
        model = tied_model()
        assert model["0.weight"].data_ptr() == model["1.weight"].data_ptr() != model["0.bias"].data_ptr()
        """,
    ),
    "pattern": (
        """
        import re
        words, raw = re.compile("[a-z]+ # letters", re.IGNORECASE | re.VERBOSE), re.compile(rb"\\d")
        def of(text): return {"found": [re.compile(text)]}
        """,
        """
        import re
        assert isinstance(words, re.Pattern) and words.findall("a B") == re.findall(words, "a B") == ["a", "B"]
        assert words == re.compile("[a-z]+ # letters", re.IGNORECASE | re.VERBOSE) and words.flags & re.VERBOSE
        assert re.sub(raw, b"n", b"1a") == b"na" and of("x")["found"][0].fullmatch("x") and not re.match(of("x")["found"][0], "y")
        """,
    ),
    "database": (
        """
        import sqlite3
        def total(db): return db.execute("SELECT SUM(n) FROM counts").fetchone()[0]
        def first(db): return db.execute("SELECT * FROM counts").fetchone()["n"]
        own = sqlite3.connect(":memory:", check_same_thread=False)
        own.execute("CREATE TABLE counts (n INTEGER)")
        own.execute("INSERT INTO counts VALUES (9)")
        """,
        """
        import contextlib, sqlite3, tempfile
        with sqlite3.connect(":memory:") as db:
            db.execute("CREATE TABLE counts (n INTEGER)")
            db.executemany("INSERT INTO counts VALUES (?)", [(3,), (4,)])
            assert total(db) == 7 and total(db=db) == 7
            db.execute("INSERT INTO counts VALUES (5)")
            db.row_factory = sqlite3.Row
            assert total(db) == 12 and first(db) == 3
            db.execute("ALTER TABLE counts ADD COLUMN more DEFAULT 6")
            db.row_factory = lambda cursor, row: {"n": row[1]}
            assert first(db) == 6
        with tempfile.TemporaryDirectory() as folder, contextlib.closing(sqlite3.connect(folder + "/file.db")) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("CREATE TABLE counts (n TEXT)")
            db.execute("INSERT INTO counts VALUES ('2')")
            db.row_factory, db.text_factory = sqlite3.Row, bytes
            assert total(db) == 2 and first(db) == b"2"
        assert total(own) == 9 and own.execute("SELECT * FROM counts").fetchall() == [(9,)]
        try: total(sqlite3.connect(":memory:"))
        except sqlite3.OperationalError as error: assert "counts" in str(error)
        else: assert False
        """,
    ),
    "namedtuple": (
        """
        import collections, typing
        Pair = collections.namedtuple("Pair", "loss right")
        class Point(typing.NamedTuple):
            x: int
            y: int = 0
        def pair(): return Pair(0.5, 3)
        """,
        """
        assert pair() == (0.5, 3) and pair()._asdict() == {"loss": 0.5, "right": 3} and pair()._replace(loss=1).loss == 1 and Point(1).y == 0
        """,
    ),
    "iterator": (
        """
        class Countdown:
            def __init__(self, n): self.n = n
            def __iter__(self): return self
            def __next__(self):
                self.n -= 1
                if self.n < 0: raise StopIteration
                return self.n
        def numbers():
            got = yield 1
            yield got
        def walk(): return iter([1])
        """,
        """
        import collections.abc
        assert isinstance(numbers(), collections.abc.Generator) and isinstance(walk(), collections.abc.Iterator)
        assert not isinstance(walk(), collections.abc.Generator) and next(walk()) == 1
        assert list(Countdown(2)) == [1, 0]
        running = numbers()
        assert next(running) == 1 and running.send(5) == 5
        try: next(running)
        except StopIteration: pass
        else: assert False
        running = numbers()
        next(running)
        running.close()
        assert list(running) == []
        """,
    ),
    "model": (
        """
        import torch
        class Small(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = torch.nn.Linear(2, 1)
            def forward(self, x): return self.fc(x)
        """,
        """
        import torch
        model = Small().eval()
        assert isinstance(model, torch.nn.Module) and not model.training and list(model.state_dict()) == ["fc.weight", "fc.bias"]
        assert model(torch.ones(3, 2)).shape == (3, 1) and sum(p.numel() for p in model.parameters()) == 3
        """,
    ),
}

CROSSES |= {
    "data-name": (
        """
        import collections
        import torch
        log, count, cache, best, last = [], 0, collections.OrderedDict(), None, "none"
        weights, seen = torch.zeros(2), set()
        def step(x):
            global count, best, last
            log.append(x)
            count += 1
            cache[x] = [x * x]
            best = x if best is None else max(best, x)
            weights.add_(x)
            seen.add(x)
            last = f"{x}"
            return log
        def total(): return sum(log)
        def forget():
            global count, log
            log, count = [], 0
            del cache[3]
        """,
        """
        kept = log
        assert step(3) == [3] and kept == log == [3] and kept is log
        step(2)
        assert log == [3, 2] and count == 2 and best == 3 and last == "2"
        assert dict(cache) == {3: [9], 2: [4]} and list(cache) == [3, 2] and seen == {2, 3} and weights.tolist() == [5, 5]
        log.clear()
        assert total() == 0 and step(7) == [7] and log == [7]
        cache[3].append("seen")
        weights.zero_()
        step(1)
        assert cache[3] == [9, "seen"] and weights.tolist() == [1, 1] and kept is log
        forget()
        assert log == [] and count == 0 and 3 not in cache and kept == [7, 1] and kept is not log
        step(4)
        assert log == [4] and kept == [7, 1]
        """,
    ),
    "frame-name": (
        """
        import numpy as np, pandas as pd
        table, counts = pd.DataFrame({"a": [1, 2]}), np.zeros(2)
        def twice():
            table["twice"] = 2 * table["a"]
            table.loc["new"] = 7
            counts[0] += 1
        def drop():
            global table
            table = table.drop(columns="a")
        def names(): return list(table), len(table), counts.tolist()
        """,
        """
        kept = table
        twice()
        assert table is kept and list(table) == ["a", "twice"] and table["twice"].tolist() == [2, 4, 7] and counts.tolist() == [1, 0]
        table["b"], counts[1] = 0, 5
        del table["twice"]
        assert names() == (["a", "b"], 3, [1, 5])
        table.loc["more"] = 8
        assert names() == (["a", "b"], 4, [1, 5])
        drop()
        assert list(table) == ["b"] and list(kept) == ["a", "b"]
        """,
    ),
    "value": (
        "def f(): return {'a': [1, (2.5, None)], 'b': {True, 'x'}}, b'bytes', 2 + 3j, range(3)",
        "assert f() == ({'a': [1, (2.5, None)], 'b': {True, 'x'}}, b'bytes', 2 + 3j, range(3))",
    ),
    "tensor": (
        "import torch\ndef f(): return torch.ones(2, 3, requires_grad=True), torch.zeros(2, dtype=torch.int8), torch.float16, torch.device('meta')",
        """
        import torch
        a, b, dtype, device = f()
        assert a.shape == (2, 3) and a.requires_grad and b.dtype == torch.int8 and dtype is torch.float16 and device.type == "meta"
        """,
    ),
    "array": (
        "import numpy\ndef f(): return numpy.arange(6).reshape(2, 3), numpy.float32(1.5)",
        "assert f()[0].tolist() == [[0, 1, 2], [3, 4, 5]] and type(f()[1]).__name__ == 'float32' and f()[1] == 1.5",
    ),
    "array-of-objects": (
        """
        import numpy as np
        class Cat: pass
        tom = Cat()
        mixed = np.array(["x", None, 3, [1, 2]], dtype=object).reshape(2, 2)
        def cats(): return np.array([tom, tom])
        def fill(items): items[0] = "new"
        """,
        """
        import numpy as np
        assert isinstance(mixed, np.ndarray) and mixed.dtype == object and mixed.tolist() == [["x", None], [3, [1, 2]]]
        assert cats()[0] is cats()[1] is tom and np.array_equal(mixed[0], np.array(["x", None], dtype=object))
        mine = np.array(["old", {"a": 1}], dtype=object)
        fill(mine)
        assert mine.tolist() == ["new", {"a": 1}]
        """,
    ),
    "subclass-of-data": (
        """
        class Trace(list):
            def best(self): return min(self)
        class Long(Trace):
            def worst(self): return max(self)
        def trace(): return Trace([2, 1])
        """,
        "assert trace() == [2, 1] and isinstance(trace(), list) and trace().best() == 1 and trace() + [3] == [2, 1, 3] and isinstance(Long([1, 2]), Trace) and Long([1, 2]).worst() == 2 and Long([1, 2]).best() == 1",
    ),
    "class": (
        """
        class Counter:
            "Counts."
            step = 2
            def __init__(self, start=0): self.n = start
            def up(self): self.n += self.step; return self
            @classmethod
            def make(cls): return cls(5)
        class Fast(Counter): step = 10
        """,
        """
        import inspect
        counter = Counter(1)
        assert counter.up() is counter and counter.n == 3 and Counter.step == 2 and Counter.make().n == 5 and Counter.__doc__ == "Counts."
        assert isinstance(Fast(), Counter) and issubclass(Fast, Counter) and not isinstance(counter, Fast) and list(inspect.signature(Counter).parameters) == ["start"]
        counter.n = 7
        assert counter.n == 7 and not hasattr(counter, "m")
        """,
    ),
    "abstract": (
        """
        from abc import ABC, abstractmethod
        class Shape(ABC):
            @abstractmethod
            def area(self): ...
        class Square(Shape):
            def area(self): return 4
        """,
        """
        import abc, inspect
        assert issubclass(Shape, abc.ABC) and issubclass(Square, Shape) and isinstance(Square(), abc.ABC)
        assert inspect.isabstract(Shape) and not inspect.isabstract(Square)
        assert Shape.__abstractmethods__ == {"area"} and Square.__abstractmethods__ == frozenset()
        try: Shape()
        except TypeError as error: assert "abstract" in str(error)
        else: assert False
        assert Square().area() == 4
        """,
    ),
    "class-attributes": (
        """
        class Counter:
            made = 0
            def __init__(self): Counter.made += 1
            def name(self): return "counter"
            def shout(self): return self.name().upper()
            @staticmethod
            def twice(x): return 2 * x
        class Fast(Counter): pass
        """,
        """
        from unittest import mock
        Counter.made = 5
        assert (Counter().shout(), Counter.made, Fast.made) == ("COUNTER", 6, 6)
        Fast.made = 0
        assert (Fast.made, Counter.made) == (0, 6)
        del Fast.made
        assert Fast.made == 6
        with mock.patch.object(Counter, "name", lambda self: "other"):
            assert Counter().shout() == Fast().shout() == "OTHER"
        assert Counter().shout() == "COUNTER"
        with mock.patch.object(Counter, "twice", lambda x: 0), mock.patch.object(Counter, "twice", lambda x: 1):
            assert Counter.twice(5) == 1
        assert Counter.twice(5) == Counter().twice(5) == 10
        import pytest
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Counter, "name", lambda self: "patched")
            assert Counter().shout() == "PATCHED"
        assert Counter().shout() == "COUNTER"
        """,
    ),
    "function": (
        """
        def f(a, *rest, b: int = 2) -> int:
            "Adds."
            return a + b + len(rest)
        """,
        """
        import inspect
        assert inspect.isfunction(f) and f(1, 1) == 4 and f.__doc__ == "Adds." and f.__name__ == "f" and inspect.signature(f).parameters["b"].default == 2
        """,
    ),
    "frame": (
        """
        import numpy as np, pandas as pd
        table = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, None, 2.0], "c": ["x", None, "z"], "d": [True, False, True]})
        table.attrs["unit"] = "m"
        def times(zone=None): return pd.date_range("2026-01-31", periods=3, freq="ME", tz=zone, name="when")
        def made(kind):
            if kind == "kinds":
                return table.assign(
                    e=pd.Categorical(["u", "v", "u"], categories=["v", "u"], ordered=True), f=times(), g=times("Europe/Berlin"), h=pd.period_range("2026", periods=3, freq="Y"),
                    i=pd.interval_range(0, 3), j=pd.array([1, None, 3], dtype="Int64"), k=pd.array([True, None, False], dtype="boolean"), l=pd.array(["x", None, "z"], dtype="string"),
                    m=pd.to_timedelta([1, 2, None], unit="s"), n=[[1], {"a": 2}, None], o=np.array([1, 2, 3], dtype=np.uint8),
                )
            if kind == "means": return table.groupby("d").agg({"a": ["sum", "mean"], "b": ["count", "max"]})
            if kind == "twice": return pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"], index=["r", "r"])
            return {"empty": pd.DataFrame(), "rows": pd.DataFrame(index=[1, 2]), "columns": pd.DataFrame(columns=["a"]), "turned": table.T}[kind]
        def labels(): return pd.RangeIndex(1, 7, 2, name="odd"), times(), times("UTC"), pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["l", None]), pd.Index(["a", "b"], dtype=object)
        def column(name): return table[name]
        def few(): return [table, table]
        def scalars(): return pd.Timestamp("2026-01-31 10:00:00.123456789", tz="Europe/Berlin"), pd.Timedelta(5, "ns"), pd.Period("2026-02", freq="M"), pd.Interval(0.5, 1.0, closed="both"), pd.NaT, pd.NA, table["c"].dtype
        """,
        """
        import numpy as np, pandas as pd
        mine = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, None, 2.0], "c": ["x", None, "z"], "d": [True, False, True]})
        when, there = (pd.date_range("2026-01-31", periods=3, freq="ME", tz=zone, name="when") for zone in (None, "Europe/Berlin"))
        assert isinstance(table, pd.DataFrame) and table.attrs == {"unit": "m"} and isinstance(column("a"), pd.Series)
        pd.testing.assert_frame_equal(table, mine)
        pd.testing.assert_series_equal(column("b"), mine["b"])
        assert (table["a"] > 1).tolist() == [False, True, True] and column("a").sum() == 6 and mine.equals(table) and len(table) == 3 and list(table) == list("abcd")
        kinds = mine.assign(
            e=pd.Categorical(["u", "v", "u"], categories=["v", "u"], ordered=True), f=when, g=there, h=pd.period_range("2026", periods=3, freq="Y"),
            i=pd.interval_range(0, 3), j=pd.array([1, None, 3], dtype="Int64"), k=pd.array([True, None, False], dtype="boolean"), l=pd.array(["x", None, "z"], dtype="string"),
            m=pd.to_timedelta([1, 2, None], unit="s"), n=[[1], {"a": 2}, None], o=np.array([1, 2, 3], dtype=np.uint8),
        )
        pd.testing.assert_frame_equal(made("kinds"), kinds)
        pd.testing.assert_frame_equal(made("means"), mine.groupby("d").agg({"a": ["sum", "mean"], "b": ["count", "max"]}))
        pd.testing.assert_frame_equal(made("twice"), pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"], index=["r", "r"]))
        for kind, expected in {"empty": pd.DataFrame(), "rows": pd.DataFrame(index=[1, 2]), "columns": pd.DataFrame(columns=["a"]), "turned": mine.T}.items(): pd.testing.assert_frame_equal(made(kind), expected)
        expected = pd.RangeIndex(1, 7, 2, name="odd"), when, when.tz_localize("UTC"), pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["l", None]), pd.Index(["a", "b"], dtype=object)
        for index, other in zip(labels(), expected, strict=True): pd.testing.assert_index_equal(index, other, exact=True)
        assert labels()[1].freq == "ME"
        first, second = few()
        assert first is second
        assert scalars() == (pd.Timestamp("2026-01-31 10:00:00.123456789", tz="Europe/Berlin"), pd.Timedelta(5, "ns"), pd.Period("2026-02", freq="M"), pd.Interval(0.5, 1.0, closed="both"), pd.NaT, pd.NA, mine["c"].dtype)
        table.loc[0, "a"] = 9
        """,
    ),
    "frame-argument": (
        """
        import pandas as pd
        def clean(table):
            table["twice"] = 2 * table["a"]
            table.pop("b")
            table.loc["new"] = 4
            table.attrs["clean"] = True
        def scale(series): series *= 10
        def same(table): return table
        def kinds(*given): return [type(one).__name__ for one in given]
        def note(table): table.loc[0, "seen"].append(1)
        """,
        """
        import pandas as pd
        table = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]})
        other, alias, series = table.copy(), table, pd.Series([1.0, None], name="s")
        assert same(table) is table
        clean(table)
        assert alias is table and table.to_dict("list") == {"a": [1, 2, 3, 4], "twice": [2, 4, 6, 4]} and list(table.index) == [0, 1, 2, "new"] and table.attrs == {"clean": True}
        assert other.to_dict("list") == {"a": [1, 2, 3], "b": ["x", "y", "z"]}
        scale(series)
        pd.testing.assert_series_equal(series, pd.Series([10.0, None], name="s"))
        assert kinds(table, table["a"], table.index, pd.Timestamp("2026"), pd.NaT) == ["DataFrame", "Series", "Index", "Timestamp", "NaTType"]
        seen = []
        lists = pd.DataFrame({"seen": [seen]})
        note(lists)
        assert lists.loc[0, "seen"] == [1]
        table.loc[0, "a"] = 5
        assert table["a"].tolist() == [5, 2, 3, 4]
        """,
    ),
    "changed-argument": (
        """
        import collections, torch
        waiting = collections.deque()
        def change(items, table, tensor, queue):
            items.append(1)
            queue.append(items)
            waiting.append(len(waiting))
            table["a"] = items
            tensor += 1
            return items
        """,
        """
        import collections, torch
        items, table, tensor, queue = [], {}, torch.zeros(2), collections.deque([0], 2)
        assert change(items, table, tensor, queue) is items and items == [1] and table == {"a": [1]} and table["a"] is items and tensor.tolist() == [1, 1]
        assert list(queue) == [0, [1]] and queue[1] is items and queue.maxlen == 2 and list(waiting) == [0]
        waiting.extend("ab")
        change(items, table, tensor, queue)
        assert list(queue) == [items, items] and list(waiting) == [0, "a", "b", 3]
        """,
    ),
    "iterator-argument": (
        "def total(items): return sum(items)",
        "assert total(i for i in range(4)) == 6 and total(iter([1, 2])) == 3 and total(map(abs, [-1])) == 1",
    ),
    "random-numbers": (
        "import random, torch\ndef draw(): return random.random(), torch.rand(1).item()",
        """
        import random, torch
        random.seed(1), torch.manual_seed(1)
        here = [random.random(), torch.rand(1).item(), random.random(), torch.rand(1).item()]
        random.seed(1), torch.manual_seed(1)
        assert [*draw(), random.random(), torch.rand(1).item()] == here
        """,
    ),
    "module": (
        """
        import torch
        def f():
            model = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU()).eval()
            model[0].bias.requires_grad_(False)
            return model
        """,
        """
        import torch
        assert type(f()) is torch.nn.Sequential and not f().training and not f()[0].bias.requires_grad and f()(torch.ones(3, 2)).shape == (3, 1)
        """,
    ),
    "no-grad": (
        "import torch\nlayer = torch.nn.Linear(2, 1)\ndef f(x): return layer(x)\ndef ones(): return torch.ones(1)",
        """
        import torch
        assert f(torch.ones(1, 2)).requires_grad
        with torch.no_grad(): assert not f(torch.ones(1, 2)).requires_grad
        with torch.inference_mode(): assert not f(torch.ones(1, 2)).requires_grad
        assert f(torch.ones(1, 2)).requires_grad
        torch.set_default_dtype(torch.float64)
        try: assert ones().dtype == torch.float64
        finally: torch.set_default_dtype(torch.float32)
        assert ones().dtype == torch.float32
        """,
    ),
    "working-folder": (
        "import os\ndef where(): return os.getcwd()",
        """
        import contextlib, os, tempfile
        with tempfile.TemporaryDirectory() as folder:
            with contextlib.chdir(folder): assert os.path.samefile(where(), folder)
        assert where() == os.getcwd()
        """,
    ),
    "async-function": (
        "async def f(x): return 2 * x",
        "import asyncio, inspect\nassert inspect.iscoroutinefunction(f) and asyncio.run(f(2)) == 4",
    ),
}

# What does not cross: what a test sees instead.
STAYS = {
    "printed": (
        "def f(): print('hello')",
        """
        import contextlib, io
        with contextlib.redirect_stdout(io.StringIO()) as said: f()
        assert said.getvalue() == ""
        """,
    ),
    "warnings": (
        "import warnings\ndef f(): warnings.warn('careful')",
        """
        import warnings
        with warnings.catch_warnings(record=True) as caught: f()
        assert caught == []
        """,
    ),
    "logging": (
        "import logging\ndef f(): logging.getLogger('answer').warning('careful')",
        """
        import logging
        seen = []
        handler = logging.Handler()
        handler.emit = seen.append
        logging.getLogger("answer").addHandler(handler)
        f()
        assert seen == []
        """,
    ),
    "environment": (
        """
        def seen():
            return os.environ.get("COURSE")
        def enter(folder):
            os.environ["STUDENT"] = "1"
            os.chdir(folder)
        """,
        """
        os.environ["COURSE"] = "1"
        here = os.getcwd()
        os.mkdir("inner")
        enter("inner")
        assert seen() is None and "STUDENT" not in os.environ and os.getcwd() == here
        """,
    ),
    "patched": (
        "import math\ndef f(): return math.sqrt(4)",
        """
        import unittest.mock
        with unittest.mock.patch("math.sqrt", lambda x: 7): assert f() == 2
        """,
    ),
    "view": (
        "import torch\nbase = torch.arange(6.0)\ndef f(): return base, base[1:3]",
        """
        whole, part = f()
        part[0] = 9
        assert whole.tolist() == [0, 1, 2, 3, 4, 5]
        """,
    ),
    "compared-by-answer": (
        """
        class Anything:
            def __eq__(self, other): return True
            def __contains__(self, item): return True
            def __iter__(self): return iter(())
            def __add__(self, other): return 3.5
            def __iadd__(self, other): return 3.5
        def f(): return Anything()
        """,
        """
        got = f()
        assert got != 3.5 and not (got == 3.5) and 3.5 not in got
        for act in (lambda: got + 1, lambda: got.__iadd__(1) + 0):
            try: act()
            except TypeError: pass
            else: assert False
        """,
    ),
    "pickled": (
        "class Node: pass\ndef f(): return Node()",
        """
        import pickle
        try: pickle.dumps(f())
        except Exception as error: assert "cannot be pickled" in str(error)
        else: assert False
        """,
    ),
    "error-ends": (
        "def f(kind): raise kind('no')",
        """
        import bdb, unittest
        for kind in (StopIteration, StopAsyncIteration, unittest.SkipTest, bdb.BdbQuit, KeyboardInterrupt, GeneratorExit):
            try: f(kind)
            except RuntimeError as error: assert "no" in str(error)
            else: assert False
        """,
    ),
    "generator-other": (
        "def draw(generator): return generator.random()",
        """
        import numpy as np
        mine, twin = np.random.Generator(np.random.Philox(3)), np.random.Generator(np.random.Philox(3))
        assert draw(mine) == twin.random() and mine.random() != twin.random()
        """,
    ),
    "library-function": (
        "from os import getcwd\nfrom functools import partial\nhere = partial(getcwd)",
        "import os\nassert getcwd is not os.getcwd and getcwd() == os.getcwd() == here()",
    ),
    "generator-kind": (
        "def numbers(): yield 1",
        "import inspect\nassert not inspect.isgenerator(numbers()) and not inspect.isgeneratorfunction(numbers) and list(numbers()) == [1]",
    ),
    "bound-in-test": (
        "limit = 1\ndef below(x): return x < limit",
        """
        limit = 3
        assert not below(2)
        """,
    ),
    "part-of-name": (
        "grid = [[0, 0]]\ndef put(x): grid[0][1] = x",
        """
        row = grid[0]
        put(5)
        assert row == [0, 0] and grid == [[0, 5]]
        """,
    ),
    "function-later": (
        "best = None\ndef train():\n    global best\n    best = max",
        """
        train()
        assert best is None
        """,
    ),
    "large-name": (
        "squares = [n * n for n in range(20_000)]\ndef forget(): squares.clear()",
        """
        forget()
        assert len(squares) == 20_000
        """,
    ),
    "kept-argument": (
        """
        class Stack:
            def __init__(self, items): self.items = items
            def push(self, item): self.items.append(item)
        def twice(function): return lambda x: [function(x), function(x)]
        """,
        """
        mine = [1]
        stack = Stack(mine)
        stack.push(2)
        mine.append(7)
        assert mine == [1, 7] and stack.items == [1, 2]
        calls = []
        @twice
        def note(x): calls.append(x)
        note(3)
        assert calls == []
        """,
    ),
    "held-list": (
        """
        class Box:
            def __init__(self): self.items = [1]
            def total(self): return sum(self.items)
        """,
        """
        box = Box()
        box.items.append(5)
        assert box.items == [1] and box.total() == 1
        """,
    ),
    "bound-in-callback": (
        "def each(function, items):\n    for item in items: function(item)",
        """
        seen, number = [], 0
        def count(item):
            global number
            number += 1
            count.last = item
            seen.append(item)
        each(count, [4, 5])
        assert number == 0 and not hasattr(count, "last") and seen == [4, 5]
        """,
    ),
    "mock-argument": (
        "def each(function, items):\n    for item in items: function(item)",
        """
        from unittest import mock
        heard = mock.Mock(return_value=None)
        try: each(heard, [1])
        except Exception as error: assert "would be in an argument" in str(error)
        else: assert False
        """,
    ),
    "given-axes": (
        """
        import matplotlib.pyplot as plt
        def draw(numbers, ax):
            ax.plot(numbers)
            ax.set_title(ax.get_title() + " of two")
            return ax
        def save(figure, ax):
            ax.plot([1, 2])
            return len(figure.axes[0].lines)
        def label(axes):
            for ax in axes: ax.set_xlabel("x")
            return axes[0].figure is axes[1].figure
        def one_figure(*parts): return len({id(part.figure.figure) for part in parts}) == 1 and all(part in parts[0].figure.figure.findobj() for part in parts)
        """,
        """
        import matplotlib.pyplot as plt
        figure, (given, other) = plt.subplots(1, 2)
        given.set_title("line")
        found = draw([1, 2], given)
        assert isinstance(found, plt.Axes) and found.get_title() == "line of two" and len(found.lines) == 1
        assert given.get_title() == "line" and len(given.lines) == 0
        assert save(figure, given) == 1 and label([given, other]) and other.get_xlabel() == ""
        (line,) = given.plot([1, 2])
        assert one_figure(given, line, given.twinx(), given.inset_axes([0, 0, 1, 1]))
        first, second = plt.figure().subfigures(1, 2)
        assert one_figure(first.subplots(), second.subplots().plot([1])[0], first, second)
        given.yaxis.set_major_formatter(label)
        try: draw([1], given)
        except Exception as error: assert "let a scenario make it" in str(error)
        else: assert False
        plt.close("all")
        """,
    ),
    "library-object": (
        """
        import array, re
        found, again = re.search("[a-z]+", "1 ab"), array.array("i", [1])
        def change(numbers): numbers[0] = 9
        """,
        """
        import array, re
        assert found.group() == "ab" and found[0] == "ab" and found.span() == (2, 4)
        assert not isinstance(found, re.Match) and again.tolist() == [1] and again != array.array("i", [1])
        try: memoryview(again)
        except TypeError: pass
        else: assert False
        mine = array.array("i", [1])
        change(mine)
        assert mine[0] == 1
        """,
    ),
    "frame-other": (
        """
        import pandas as pd
        class Table(pd.DataFrame): pass
        own, sparse = Table({"a": [1, 2]}), pd.DataFrame({"a": pd.arrays.SparseArray([0, 1])})
        """,
        """
        import pandas as pd
        for table in own, sparse:
            assert not isinstance(table, pd.DataFrame) and table.shape == (2, 1) and len(table.to_dict("list")["a"]) == 2
        """,
    ),
    "made-of": (
        """
        class Circle:
            def __init__(self, r): self._r = r
            @property
            def r(self): return self._r
            def area(self): return 3 * self.r**2
        def power(x, n=2): return x**n
        """,
        """
        assert "area" not in vars(Circle) and not isinstance(Circle.r, property)
        assert Circle(2).r == 2 and vars(Circle(2)) == {"_r": 2} and callable(Circle.area)
        assert power.__defaults__ != (2,) and power.__code__.co_argcount != 2
        """,
    ),
    "async-iterator": (
        """
        import contextlib
        async def numbers(): yield 1
        @contextlib.asynccontextmanager
        async def opened(): yield 1
        """,
        """
        import asyncio
        async def use():
            async for number in numbers(): return number
        async def enter():
            async with opened() as one: return one
        for run in (use, enter):
            try: asyncio.run(run())
            except TypeError: pass
            else: assert False
        """,
    ),
    "current-figure": (
        """
        from matplotlib import pyplot
        def draw():
            pyplot.plot([1, 2])
            return pyplot.gca()
        """,
        """
        from matplotlib import pyplot
        assert len(draw().lines) == 1 and pyplot.get_fignums() == []
        """,
    ),
    "setup-random": (
        "def f(): return list(drawn)",
        "assert f() != list(drawn) and len(f()) == len(drawn)",
    ),
    "class-in-test": (
        "class Base:\n    def name(self): return 'base'",
        """
        try:
            class Mine(Base): pass
        except TypeError as error: assert "Mine has a base class that the answer defines" in str(error)
        else: assert False
        """,
    ),
    "setup-data": (
        """
        for unseen in [rows]: unseen.clear()  # as a submission whose solution leaves them alone
        def empty(given): given.clear()
        def left(): return len(rows)
        """,
        """
        assert rows == [1, 2] and left() == 0
        empty(rows)
        assert rows == []
        """,
    ),
    "written-database": (
        "def begin(db): db.execute('CREATE TABLE counts (n INTEGER)')",
        """
        import sqlite3
        db = sqlite3.connect(":memory:")
        begin(db)
        assert db.execute("SELECT * FROM sqlite_master").fetchall() == []
        """,
    ),
    "open-file": (
        "def count(file): return len(list(file))",
        """
        import io, tempfile
        with tempfile.TemporaryFile("w+") as file:
            file.write("a")
            file.seek(0)
            try: count(file)
            except Exception as error: assert str(error).endswith("an open file; give its path, or an io.StringIO")
            else: assert False
        assert count(io.StringIO("a\\nb")) == 2
        """,
    ),
    "record": (
        "import numpy as np\ntable = np.array([('x', 1)], dtype=[('name', 'U5'), ('n', int)])",
        """
        import numpy as np
        assert not isinstance(table, np.ndarray)
        assert list(table["name"]) == ["x"] and table.dtype.names == ("name", "n") and table["n"].sum() == 1
        """,
    ),
    "masked-array": (
        "import numpy as np\ndef f(): return np.ma.masked_less(np.array([1, -5]), 0)",
        "import numpy as np\nassert type(f()) is np.ndarray and f().sum() == -4",
    ),
    "annotations": (
        "def f(x: int) -> str: return str(x)\nclass C:\n    x: int = 1",
        "import inspect\nassert not getattr(f, '__annotations__', {}).get('return') is str and 'x' not in getattr(C, '__annotations__', {})\nassert list(inspect.signature(f).parameters) == ['x']",
    ),
    "test-function": (
        "def each(function, items): return [function(item) for item in items]\ndef code(function): return function.__code__.co_consts",
        """
        def secret(x): return x + 12345
        assert each(secret, [1]) == [12346] and 12345 in code(secret)
        """,
    ),
}
