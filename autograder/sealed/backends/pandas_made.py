"""pandas' data made again from its parts, as `pandas_parts` lists them. Those of an answer may be a lie."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from autograder.sealed.backends.numpy_backend import KINDS
from autograder.sealed.backends.pandas_parts import MOST_OF_RANGE, NUMBERS, ZONE
from autograder.sealed.errors import MalformedReply

MOST_ROWS = 1 << 28  #: of an index that is a range; no reply has more bytes
ARRAYS = ("numbers", "objects", "categories", "times", "periods", "intervals", "texts", "masked")
INDEXES = ("range", "levels", "index")


def made_of(parts: Any) -> Any:
    """The value that has these parts. MalformedReply, or anything else, for parts that no value has."""
    kind, *rest = _tuple(parts)
    return MAKERS[kind](*rest)


def _frame(columns: Any, index: Any, arrays: Any, attrs: Any) -> Any:
    import pandas

    rows = _of(INDEXES, index)
    series = [pandas.Series(array, dtype=array.dtype) for array in (_of(ARRAYS, parts) for parts in _tuple(arrays))]
    if any(len(one) != len(rows) for one in series):  # pandas would make all of them as long as the longest
        raise MalformedReply("the answer's pandas columns are not as long as their index")
    frame = pandas.DataFrame(dict(enumerate(series)), index=None if series else rows)
    frame.columns, frame.index, frame.attrs = _of(INDEXES, columns), rows, dict(_tuple(attrs))
    return frame


def _of(kinds: tuple[str, ...], parts: Any) -> Any:
    """A value of one of these kinds. A range that stood for an array would take memory that no reply brought."""
    if not _tuple(parts) or _text(parts[0]) not in kinds:
        raise MalformedReply("the answer's pandas data has something else where an array or an index should be")
    return made_of(parts)


def _few(parts: Any) -> Any:
    """An index of levels or categories: pandas looks at each of them."""
    found = _of(INDEXES, parts)
    if parts[0] == "range" and len(found) > MOST_OF_RANGE:
        raise MalformedReply("the answer's pandas categories are a range that is too long")
    return found


def _series(array: Any, index: Any, name: Any, attrs: Any) -> Any:
    import pandas

    array = _of(ARRAYS, array)
    series = pandas.Series(array, index=_of(INDEXES, index), dtype=array.dtype, name=name)
    series.attrs = dict(_tuple(attrs))
    return series


def _range(start: Any, stop: Any, step: Any, name: Any) -> Any:
    import pandas

    if not all(type(number) is int for number in (start, stop, step)) or len(range(start, stop, step)) > MOST_ROWS:
        raise MalformedReply("the answer's pandas index is no range of rows")
    return pandas.RangeIndex(start, stop, step, name=name)


def _levels(levels: Any, codes: Any, names: Any) -> Any:
    import pandas

    places = [_of(("numbers",), parts) for parts in _tuple(codes)]
    return pandas.MultiIndex(list(map(_few, _tuple(levels))), places, names=_tuple(names))


def _plain_index(array: Any, name: Any, freq: Any) -> Any:
    import pandas

    array = _of(ARRAYS, array)
    index = pandas.Index(array, dtype=array.dtype, name=name)
    if freq is not None and isinstance(index, pandas.DatetimeIndex | pandas.TimedeltaIndex):
        # What an offset holds may be more than its name says: then these are no such steps.
        offset = _text(freq) if isinstance(freq, str) else _offset(*_tuple(freq))
        with contextlib.suppress(ValueError):
            index.freq = offset
    return index


def _offset(number: Any, normalize: Any, steps: Any) -> Any:
    import pandas

    steps = dict(_tuple(steps))
    if not all(type(value) is int for value in (number, *steps.values())):
        raise MalformedReply("the answer's pandas offset has no number")
    return pandas.DateOffset(number, bool(normalize), **steps)


def _numbers(dtype: Any, data: Any) -> Any:
    import numpy

    kind = numpy.dtype(_text(dtype))
    if kind.kind not in KINDS:
        raise MalformedReply("the answer's pandas data holds something other than numbers")
    return numpy.frombuffer(data, dtype=kind).copy()  # pandas writes into it


def _objects(items: Any) -> Any:
    import numpy

    done = numpy.empty(len(_tuple(items)), dtype=object)
    for place, item in enumerate(items):  # one by one: given a list of lists, numpy would look into them
        done[place] = item
    return done


def _categories(codes: Any, categories: Any, ordered: Any) -> Any:
    import pandas

    codes = _of(("numbers",), codes)
    return pandas.Categorical.from_codes(codes, categories=_few(categories), ordered=bool(ordered))


def _times(array: Any, zone: Any) -> Any:
    import pandas

    return pandas.DatetimeIndex(_of(("numbers",), array)).tz_localize("UTC").tz_convert(_known_zone(zone)).array


def _stamp(time: Any, zone: Any) -> Any:
    import pandas

    stamp = pandas.Timestamp(_of_numpy(time))
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(_known_zone(zone))


def _span(duration: Any) -> Any:
    import pandas

    return pandas.Timedelta(_of_numpy(duration))


def _period(ordinal: Any, freq: Any) -> Any:
    import pandas

    if type(ordinal) is not int:
        raise MalformedReply("the answer's pandas period has no number")
    return pandas.Period(ordinal=ordinal, freq=_text(freq))


def _known_zone(zone: Any) -> str:
    if not ZONE.fullmatch(_text(zone)):
        raise MalformedReply("the answer's times are of a zone that has no name")
    return zone


def _of_numpy(value: Any) -> Any:
    import numpy

    if type(value) not in (numpy.datetime64, numpy.timedelta64):
        raise MalformedReply("the answer's pandas time is none")
    return value


def _periods(ordinals: Any, freq: Any) -> Any:
    import pandas

    return pandas.PeriodIndex.from_ordinals(_of(("numbers",), ordinals), freq=_text(freq)).array


def _intervals(left: Any, right: Any, closed: Any) -> Any:
    import pandas

    left, right = (_of(("numbers", "times"), parts) for parts in (left, right))
    return pandas.arrays.IntervalArray.from_arrays(left, right, closed=_text(closed))


def _texts(storage: Any, has_na: Any, texts: Any, places: Any) -> Any:
    import numpy
    import pandas

    if not all(type(text) is str for text in _tuple(texts)):
        raise MalformedReply("the answer's pandas data holds something else where text should be")
    lack = {} if has_na else {"na_value": numpy.nan}  # pandas 2 knows no other than NA
    found = numpy.array([*texts, None], dtype=object)[_of(("numbers",), places)]
    return pandas.array(found, dtype=pandas.StringDtype(_text(storage), **lack))


def _masked(name: Any, filled: Any, mask: Any) -> Any:
    import pandas

    if name not in NUMBERS.split():
        raise MalformedReply("the answer's pandas data is of an unknown type")
    done = pandas.array(_of(("numbers",), filled), dtype=name)
    done[_of(("numbers",), mask)] = pandas.NA
    return done


def _labels(items: Any) -> Any:
    import pandas

    return type(pandas.MultiIndex.from_arrays([[]]).names)(_tuple(items))


def _lack(name: str) -> Any:
    import pandas

    return getattr(pandas, name)


def _tuple(value: Any) -> tuple:
    """An object that stays with the answer would be asked when somebody iterates it."""
    if type(value) is not tuple:
        raise MalformedReply("the answer's pandas data has impossible parts")
    return value


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > 100:
        raise MalformedReply("the answer's pandas data has something else where a name should be")
    return value


def _extension(array: Any) -> Any:
    """pandas' own array of numpy's: an array of times, or a thin cover of the numbers."""
    import pandas

    return pandas.array(array, dtype=array.dtype)


MAKERS: dict[str, Callable[..., Any]] = {
    "frame": _frame,
    "series": _series,
    "range": _range,
    "levels": _levels,
    "index": _plain_index,
    "array": lambda array: _extension(_of(ARRAYS, array)),
    "dtype": lambda array: _of(ARRAYS, array).dtype,
    "interval": lambda array: _of(("intervals",), array)[0],
    "labels": _labels,
    "stamp": _stamp,
    "span": _span,
    "period": _period,
    "NaT": lambda: _lack("NaT"),
    "NA": lambda: _lack("NA"),
    "numbers": _numbers,
    "objects": _objects,
    "categories": _categories,
    "times": _times,
    "periods": _periods,
    "intervals": _intervals,
    "texts": _texts,
    "masked": _masked,
}
