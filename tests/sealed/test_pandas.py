"""pandas' data crosses by value, whatever the answer says; `crossing_cases.py` has what comes over well."""

import datetime

import numpy
import pandas
import pytest
from dateutil.relativedelta import MO

from autograder.sealed.backends.pandas_made import MOST_ROWS
from autograder.sealed.errors import MalformedReply
from autograder.sealed.limits import Limits
from autograder.sealed.tests_side.bridge import TrustedBridge
from autograder.sealed.values.decode import Decoder
from autograder.sealed.wire import MAX_PARTS
from tests.sealed.joined import joined
from tests.sealed.one import grade

TOOLS = "import pandas as pd"
REFERENCE = """
def clean(table):
    return table.dropna().reset_index(drop=True)
"""
TEST = """
table = pd.DataFrame({"a": [1.0, None, 3.0], "b": ["x", "y", "z"]})
expected = pd.DataFrame({"a": [1.0, 3.0], "b": ["x", "z"]})
found = clean(table)
assert isinstance(found, pd.DataFrame), "clean() should return a DataFrame"
pd.testing.assert_frame_equal(found, expected)
assert len(table) == 3, "clean() should leave the given table as it was"
assert found.equals(expected) and (found == expected).all().all() and found["a"].sum() == 4
"""


@pytest.mark.slow
def test_a_right_answer_keeps_its_points():
    other = "def clean(table):\n    kept = table[table['a'].notna()].copy()\n    return kept.set_axis(range(len(kept)))"
    assert grade(TOOLS, REFERENCE, TEST).passed
    assert grade(TOOLS, REFERENCE, TEST, submitted=other).passed


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong",
    [
        "def clean(table): return table",
        "def clean(table):\n    table.drop(1, inplace=True)\n    return table.reset_index(drop=True)",
        "def clean(table): return table.dropna().reset_index(drop=True).values.tolist()",
        "class Yes(pd.DataFrame):\n    equals = __eq__ = lambda self, other: True\ndef clean(table): return Yes(table)",
        "class Yes:\n    def __eq__(self, other): return True\n"
        "def clean(table): return pd.DataFrame({'a': [Yes(), Yes()], 'b': [Yes(), Yes()]}, dtype=object)",
        "pd.testing.assert_frame_equal = lambda *given, **more: None\n"
        "pd.DataFrame.equals = pd.DataFrame.__eq__ = lambda self, other: True\ndef clean(table): return table",
    ],
)
def test_a_wrong_answer_loses_them_whatever_it_says_of_itself(wrong):
    (said,) = grade(TOOLS, REFERENCE, TEST, submitted=wrong).failures
    assert "MalformedReply" not in said


@pytest.mark.slow
def test_an_answer_that_alone_imports_pandas_is_asked():
    reference = "import pandas as pd\ndef f(): return pd.DataFrame({'a': [1]})"
    assert grade("import math", reference, "assert f().shape == (1, 1) and f()['a'].tolist() == [1]").passed


def test_what_an_answer_writes_into_the_memory_of_a_frame_without_parts_reaches_no_frame_of_the_test():
    def change(table):
        for block in table._mgr.blocks:
            if isinstance(block.values, numpy.ndarray):
                block.values.flags.writeable = True
                block.values[:] = 9

    table = pandas.DataFrame({"a": [1, 2], "b": [3, 4]})
    table["c"] = pandas.Series([0, 5]).astype("Sparse[int]")
    other = table[["b", "a"]]
    with joined({"change": change}) as bridge:
        bridge.fetch(["change"])["change"](table)
    assert other.to_dict("list") == {"a": [1, 2], "b": [3, 4]} and table["c"].sum() == 5


def test_what_an_answer_changes_in_a_frame_reaches_no_copy_of_it():
    def change(table):
        table.loc[0, "a"] = 9

    table = pandas.DataFrame({"a": [1, 2], "b": [3, 4]})
    other, part = table.copy(), table["b"]
    with joined({"change": change}) as bridge:
        bridge.fetch(["change"])["change"](table)
    assert table.to_dict("list") == {"a": [9, 2], "b": [3, 4]}
    assert other.to_dict("list") == {"a": [1, 2], "b": [3, 4]} and part.tolist() == [3, 4]


@pytest.mark.slow
def test_a_frame_under_a_name_of_the_answer_changes_for_both_sides():
    reference = """
    table = pd.DataFrame({"a": [1, 2]})
    def add(): table.loc[len(table)] = 3
    def about(): return table.shape, list(table.columns)
    """
    test = """
    kept = table
    add()
    assert kept is table and table["a"].tolist() == [1, 2, 3]
    table.drop(0, inplace=True)
    table["b"] = 0
    assert about() == ((2, 2), ["a", "b"])
    """
    assert grade(TOOLS, reference, test).failures == []


def test_a_zone_that_is_an_offset_crosses_by_it_and_not_by_its_name():
    zone = datetime.timezone(datetime.timedelta(hours=1), "EST")
    time = pandas.Timestamp("2026-01-01 10:00", tz=zone)
    with joined({"same": lambda time: time}) as bridge:
        found = bridge.fetch(["same"])["same"](time)
    assert found == time and found.hour == 10 and found.utcoffset() == datetime.timedelta(hours=1)


def test_names_and_levels_of_an_index_are_lists_that_equal_those_of_the_tests():
    index = pandas.MultiIndex.from_product([["x", "y"], [1, 2]], names=["a", None])
    with joined({"about": lambda index: (index.names, index.levels)}) as bridge:
        names, levels = bridge.fetch(["about"])["about"](index)
    assert names == ["a", None] and type(names) is type(index.names) and levels[0].equals(index.levels[0])


def test_a_table_has_more_texts_than_a_message_has_values():
    texts = pandas.Series(["a", "b\0", None, "\ud800"] * (MAX_PARTS // 4 + 1), dtype="str")
    with joined({"same": lambda texts: texts.copy()}) as bridge:
        found = bridge.fetch(["same"])["same"](texts)
    pandas.testing.assert_series_equal(found, texts)


def test_types_of_columns_are_those_of_the_tests():
    table = pandas.DataFrame({"a": [1, "x"], "b": [1, 2], "c": ["u", "v"]})
    with joined({"types": lambda table: table.dtypes}) as bridge:
        found = bridge.fetch(["types"])["types"](table)
    pandas.testing.assert_series_equal(found, table.dtypes)
    assert found["a"].kind == "O"


@pytest.mark.parametrize(
    ("freq", "comes_as"),
    [
        (pandas.DateOffset(months=1), pandas.DateOffset(months=1)),
        (pandas.DateOffset(2), pandas.DateOffset(2)),
        (pandas.offsets.BusinessHour(), pandas.offsets.BusinessHour()),
        (pandas.offsets.Easter(), None),
        (pandas.offsets.CustomBusinessDay(holidays=["2026-01-02"]), None),
        (pandas.offsets.BusinessHour(start="08:00"), None),
        (pandas.offsets.Week(), None),
        (pandas.DateOffset(weekday=MO(1)), None),
    ],
)
def test_times_go_on_as_they_did_where_a_name_or_numbers_say_so(freq, comes_as):
    times = pandas.date_range("2026-01-01", periods=3, freq=freq)
    with joined({"same": lambda times: times.copy()}) as bridge:
        found = bridge.fetch(["same"])["same"](times)
    assert found.equals(times) and found.freq == comes_as


NUMBERS = ("numbers", "<i8", b"\0" * 8)
TIMES = ("numbers", "<M8[ns]", b"\0" * 8)
LONG = ("range", 0, 1 << 20, 1, None)
ROWS, NONE = ("range", 0, 1, 1, None), ("range", 0, 0, 1, None)
HANDLE = {"$": "handle", "n": 1, "kind": "object"}
HANDLE["class"] = {"$": "handle", "n": 2, "kind": "class", "name": "Lie", "bases": [], "has": ["__iter__", "__len__"]}


def decoded(parts):
    """What the tests' side makes of a value with these parts; nobody is there to be asked."""
    blob = bytearray()

    def coded(part):
        if isinstance(part, tuple):
            return {"$": "tuple", "v": [coded(item) for item in part]}
        if isinstance(part, bytes):
            place = {"$": "bytes", "at": len(blob), "n": len(part)}
            blob.extend(part)
            return place
        return part

    done = coded(parts)
    return Decoder(TrustedBridge(None, Limits(), {}), blob).decode({"$": "pandas", "v": done})


def test_times_that_do_not_take_such_steps_are_times_all_the_same():
    assert decoded(("index", TIMES, None, "W-MON")).freq is None  # 1970 began on a Thursday
    assert decoded(("index", TIMES, None, "W-THU")).freq == "W-THU"


def test_parts_of_a_frame_are_read():
    assert decoded(("frame", ROWS, ROWS, (NUMBERS,), ())).to_dict("list") == {0: [0]}


@pytest.mark.parametrize(
    "parts",
    [
        (),
        HANDLE,
        ("eval", "1"),
        ("frame", NONE, ROWS, HANDLE, ()),
        ("frame", NONE, ROWS, (HANDLE,), ()),
        ("frame", NONE, HANDLE, (), ()),
        ("frame", NONE, ROWS, (), HANDLE),
        ("frame", ROWS, NONE, (NUMBERS,), ()),
        ("frame", ROWS, ("range", 0, 2, 1, None), (NUMBERS,), ()),
        ("frame", ("range", 0, 2, 1, None), ("range", 0, 2, 1, None), (NUMBERS, ("numbers", "<i8", b"\0" * 16)), ()),
        ("series", ("numbers", "|O", b"\0" * 8), ROWS, None, ()),
        ("series", ("numbers", "<i8", b"\0" * 7), ROWS, None, ()),
        ("series", ("numbers", "<i8", HANDLE), ROWS, None, ()),
        ("series", ("objects", HANDLE), ROWS, None, ()),
        ("series", ("texts", "python", True, (1,), NUMBERS), ROWS, None, ()),
        ("series", ("texts", "python", True, ("a",), HANDLE), ROWS, None, ()),
        ("series", ("texts", "python", True, ("a",), ("numbers", "<i8", b"\5" * 8)), ROWS, None, ()),
        ("series", ("texts", "a/file", True, ("a",), NUMBERS), ROWS, None, ()),
        ("series", ("masked", "object", NUMBERS, NUMBERS), ROWS, None, ()),
        ("series", ("categories", NUMBERS, NONE, False), ROWS, None, ()),
        ("series", ("periods", NUMBERS, "M" * 101), ROWS, None, ()),
        ("series", ("times", ("numbers", "<M8[ns]", b"\0" * 8), "/etc/localtime"), ROWS, None, ()),
        ("series", ("times", ("numbers", "<M8[ns]", b"\0" * 8), "dateutil//etc/localtime"), ROWS, None, ()),
        ("range", 0, MOST_ROWS + 1, 1, None),
        ("range", 0.0, 1, 1, None),
        ("range", HANDLE, 1, 1, None),
        ("levels", (ROWS,), (("numbers", "<i8", b"\5" * 8),), (None,)),
        ("levels", (LONG,), (NUMBERS,), (None,)),
        ("levels", (ROWS,), (ROWS,), (None,)),
        ("index", TIMES, None, (1, False, (("months", HANDLE),))),
        ("index", TIMES, None, HANDLE),
        ("index", TIMES, None, (1, False, HANDLE)),
        ("labels", HANDLE),
        ("series", ROWS, ROWS, None, ()),
        ("series", ("categories", NUMBERS, LONG, False), ROWS, None, ()),
        ("series", ("intervals", ROWS, ROWS, "left"), ROWS, None, ()),
        ("series", ("times", ("objects", ("2020",)), "UTC"), ROWS, None, ()),
        ("index", ROWS, None, None),
        ("array", ROWS),
        ("dtype", ROWS),
        ("interval", NUMBERS),
        ("stamp", 1, None),
        ("span", HANDLE),
        ("period", True, "M"),
    ],
)
def test_parts_that_no_value_has_are_refused_without_asking_the_answer(parts):
    with pytest.raises(MalformedReply):
        decoded(parts)
