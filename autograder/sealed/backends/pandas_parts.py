"""What pandas' data consists of: plain parts that cannot change, from which `pandas_made` makes it again.

The same parts travel in both directions. Going in, they are pickled: then nothing of them is taken for an argument that
an answer may change, as the arrays in pandas' own pickle would be.

    parts of a frame:    "frame", columns, index, its columns' arrays, attrs
    parts of a series:   "series", array, index, name, attrs
    parts of an index:   "range", start, stop, step, name; "levels", levels, codes, names; or "index", array, name, freq
    parts of an array:   see _array()
    parts of a time:     "stamp", numpy's time in UTC, zone; "span", numpy's duration; "period", ordinal, freq
    parts of all others: "interval" with an array of it; "dtype" with an empty array; "labels" of an index; "NaT"; "NA"
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from autograder.sealed.cache import cache

CLASSES = "DataFrame Series Index RangeIndex MultiIndex DatetimeIndex TimedeltaIndex PeriodIndex CategoricalIndex"
CLASSES += " IntervalIndex Categorical Timestamp Timedelta Period Interval"
NUMBERS = "Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64 boolean"  #: dtypes with a mask
#: no path of a file, and no offset with seconds, which pandas leaves out
ZONE = re.compile(r"(?!dateutil|.*:.*:)[A-Za-z0-9_+:-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,2}")
MOST_OF_RANGE = 4096  #: categories, or labels of a level, that are a range


class _Unknown(Exception):
    """Something in a value has no parts: pyarrow's types, sparse arrays, other libraries' extensions."""


@cache
def carries(kind: type) -> bool:
    """Is this one of pandas' own classes of data? What is derived from one elsewhere stays with the answer."""
    import pandas
    from pandas.api import extensions

    bases = (pandas.DataFrame, pandas.Series, pandas.Index, extensions.ExtensionArray, extensions.ExtensionDtype)
    times = (pandas.Timestamp, pandas.Timedelta, pandas.Period, pandas.Interval, type(pandas.NaT), type(pandas.NA))
    labels = type(pandas.MultiIndex.from_arrays([[]]).names)
    return issubclass(kind, (*bases, *times, labels)) and kind.__module__.partition(".")[0] == "pandas"


def classes() -> list[type]:
    """Those that may cross by name: each makes data of what it is given."""
    import pandas

    return [getattr(pandas, name) for name in CLASSES.split()]


def parts_of(value: Any) -> tuple | None:
    """The parts of a value of a class that `carries` admits; None when something in it has none."""
    try:
        return _parts_of(value)
    except _Unknown:
        return None


def _parts_of(value: Any) -> tuple:
    import pandas
    from pandas.api import extensions

    if isinstance(value, pandas.DataFrame):
        columns = tuple(_array(column.array) for _, column in value.items())
        return "frame", _index(value.columns), _index(value.index), columns, tuple(value.attrs.items())
    if isinstance(value, pandas.Series):
        return "series", _array(value.array), _index(value.index), value.name, tuple(value.attrs.items())
    if isinstance(value, pandas.Index):
        return _index(value)
    if isinstance(value, list):
        return "labels", tuple(value)
    if isinstance(value, extensions.ExtensionArray):
        return "array", _array(value)
    if isinstance(value, extensions.ExtensionDtype):
        return "dtype", _array(pandas.array([], dtype=value))
    if value is pandas.NaT or value is pandas.NA:
        return (str(value).strip("<>"),)
    if isinstance(value, pandas.Timestamp):
        return "stamp", (value if value.tz is None else value.tz_convert("UTC")).asm8, _zone(value.tz)
    if isinstance(value, pandas.Timedelta):
        return "span", value.asm8
    if isinstance(value, pandas.Period):
        return "period", value.ordinal, _period_freq(pandas.PeriodDtype(value.freq))
    return "interval", _array(pandas.array([value]))


def _index(index: Any) -> tuple:
    import pandas

    if isinstance(index, pandas.RangeIndex):
        return "range", index.start, index.stop, index.step, index.name
    if isinstance(index, pandas.MultiIndex):
        return "levels", tuple(map(_few, index.levels)), tuple(map(_array, index.codes)), tuple(index.names)
    return "index", _array(index.array), index.name, _freq(index)


def _freq(index: Any) -> str | tuple | None:
    """How an index of times goes on: what pandas calls it, or a DateOffset's parts; None when no name says it all."""
    import pandas

    freq = getattr(index, "freq", None)
    if freq is None or isinstance(index, pandas.PeriodIndex):
        return None
    if type(freq) is pandas.DateOffset:
        steps = freq.kwds.items()
        return (freq.n, freq.normalize, tuple(steps)) if all(type(step) is int for _, step in steps) else None
    try:
        return freq.freqstr if pandas.tseries.frequencies.to_offset(freq.freqstr) == freq else None
    except ValueError:
        return None


def _few(index: Any) -> tuple:
    """The parts of levels or categories: a long range by its numbers, so that a reply brings what it takes."""
    import pandas

    is_long = isinstance(index, pandas.RangeIndex) and len(index) > MOST_OF_RANGE
    return ("index", _array(index.to_numpy()), index.name, None) if is_long else _index(index)


def _array(values: Any) -> tuple:
    """The parts of an array, numpy's or pandas' own."""
    import numpy
    import pandas

    dtype = values.dtype
    if isinstance(values, pandas.arrays.NumpyExtensionArray) and not isinstance(dtype, pandas.StringDtype):
        values = values.to_numpy()
        dtype = values.dtype
    if isinstance(dtype, numpy.dtype):
        plain = numpy.asarray(values)  # of times, pandas' own array
        return ("objects", tuple(plain.tolist())) if dtype.kind == "O" else ("numbers", dtype.str, plain.tobytes())
    if isinstance(dtype, pandas.CategoricalDtype):
        return "categories", _array(values.codes), _few(values.categories), dtype.ordered
    if isinstance(dtype, pandas.DatetimeTZDtype):
        return "times", _array(values.tz_convert("UTC").tz_localize(None)), _zone(dtype.tz)
    if isinstance(dtype, pandas.PeriodDtype):
        return "periods", _array(values.astype("int64")), _period_freq(dtype)
    if isinstance(dtype, pandas.IntervalDtype):
        return "intervals", _array(values.left.array), _array(values.right.array), dtype.closed
    if isinstance(dtype, pandas.StringDtype):
        return "texts", dtype.storage, dtype.na_value is pandas.NA, *_texts(values)
    if dtype.name in NUMBERS.split():
        filled = values.to_numpy(dtype=dtype.numpy_dtype, na_value=0)
        return "masked", dtype.name, _array(filled), _array(values.isna())
    raise _Unknown


def _texts(values: Any) -> tuple:
    """Each text once, and where they are; -1 where there is none. A message has fewer values than a table has rows."""
    import numpy

    places: dict[str, int] = {}
    pairs = zip(values.tolist(), values.isna(), strict=True)
    where = [-1 if lack else places.setdefault(text, len(places)) for text, lack in pairs]
    return tuple(places), _array(numpy.array(where, dtype="<i8"))


def _zone(zone: Any) -> str | None:
    if isinstance(zone, datetime.timezone):  # by its offset: its name may be that of another zone
        zone = datetime.timezone(zone.utcoffset(None))
    if zone is not None and not ZONE.fullmatch(str(zone)):
        raise _Unknown
    return None if zone is None else str(zone)


def _period_freq(dtype: Any) -> str:
    return dtype.name.removeprefix("period[").removesuffix("]")
