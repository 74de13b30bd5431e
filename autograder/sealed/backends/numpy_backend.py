"""numpy: arrays, scalars and dtypes cross as raw bytes; of an array of objects, each object as it would cross alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.sealed.backends.backend import Backend, Reader, ValueDecoder, ValueEncoder
from autograder.sealed.errors import MalformedReply

KINDS = "biufcSUmM"  # numbers, texts and times, by their bytes: no objects, no records
MOST_DIMENSIONS = 32


class NumpyBackend(Backend):
    """The package `numpy`. Imports it where it is asked for something."""

    name = "numpy"
    comparisons = (
        "numpy.testing",
        re.compile(r"^(Mismatch at | \[|Max | ACTUAL: | DESIRED: | x: | y: |[-+?] ).*", re.M | re.S),
    )

    def prepare(self) -> None:
        """Parts that numpy imports only when they are asked for."""
        import numpy.random
        import numpy.testing  # noqa: F401

    def carries(self, kind: type) -> bool:
        """Arrays, scalars, dtypes and generators."""
        import numpy

        return issubclass(kind, numpy.ndarray | numpy.generic | numpy.dtype) or _is_generator(kind)

    def encode(self, encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
        """Raw bytes with numpy's own name of the dtype and the shape; objects one by one; None for records."""
        import numpy

        if _is_generator(type(value)):
            from autograder.sealed.backends import numpy_generators

            return numpy_generators.encode(encoder, value, depth)
        if isinstance(value, numpy.dtype):
            return {"$": "npdtype", "v": value.str} if value.kind in KINDS + "O" else None
        is_of_objects = value.dtype.kind == "O"
        if value.dtype.kind not in KINDS and not is_of_objects:
            return None
        if isinstance(value, numpy.generic):
            return {"$": "npscalar", "d": value.dtype.str, **encoder.blob(value.tobytes())}
        if id(value) in encoder.seen:
            return {"$": "seen", "v": encoder.seen[id(value)]}
        about = {"number": encoder.number(value), "s": list(value.shape)}
        if is_of_objects:
            items = [encoder.encode(item, depth) for item in numpy.asarray(value).ravel().tolist()]
            return {"$": "objects", **about, "v": items}
        place = encoder.blob(numpy.ascontiguousarray(value).tobytes())
        return {"$": "ndarray", "d": value.dtype.str, **about, **place}

    def readers(self) -> Mapping[str, Reader]:
        """By tag: dtypes, scalars, arrays."""
        return READERS

    def names(self) -> Mapping[tuple[str, str], object]:
        """Types of scalars, and the classes of arrays and dtypes."""
        import numpy

        scalars = {kind.__name__: kind for kind in numpy.sctypeDict.values() if kind is not numpy.object_}
        found = scalars | {name: getattr(numpy, name) for name in ("ndarray", "dtype", "generic", "number")}
        return {("numpy", name): kind for name, kind in found.items()}

    def is_mutable(self, kind: type) -> bool:
        """An array is, and what a generator draws from; scalars and dtypes are not."""
        import numpy

        from autograder.sealed.backends import numpy_generators

        return issubclass(kind, numpy.ndarray) or numpy_generators.is_mutable(kind)

    def reduce(self, value: Any, pickler: Any) -> Any:
        """See numpy_generators.reduce()."""
        from autograder.sealed.backends import numpy_generators

        return numpy_generators.reduce(value) if _is_generator(type(value)) else NotImplemented

    def facts(self, value: Any) -> object:
        """See numpy_generators.facts(). An array is compared by its encoding."""
        from autograder.sealed.backends import numpy_generators

        return numpy_generators.facts(value) if _is_generator(type(value)) else None

    def replace(self, value: Any, content: Any) -> None:
        """All elements at once; the shape stays. See numpy_generators.replace() for generators."""
        if _is_generator(type(value)):
            from autograder.sealed.backends import numpy_generators

            return numpy_generators.replace(value, content, self)
        value[...] = content

    def seed(self, seed: int) -> None:
        """numpy.random.seed: what the functions of numpy.random draw from, not a Generator."""
        import numpy

        numpy.random.seed(seed)

    def random_state(self) -> object:
        """See numpy.random.get_state()."""
        import numpy

        return numpy.random.get_state()

    def random_stamp(self, state: Any) -> object:
        """An answer may have put another generator in the place of numpy's own, which has other parts."""
        return tuple(part.tobytes() if hasattr(part, "tobytes") else repr(part) for part in state)

    def set_random_state(self, state: Any) -> None:
        """See numpy.random.set_state()."""
        import numpy

        numpy.random.set_state(state)

    def mersenne_of(self, state: Any) -> tuple[tuple[int, ...], int] | None:
        """See numpy_generators.mersenne_of()."""
        from autograder.sealed.backends import numpy_generators

        return numpy_generators.mersenne_of(state)

    def left_over(self, state: tuple) -> frozenset:
        """See mersenne_of() for the layout."""
        return frozenset({state[4]}) if state[3] else frozenset()

    def rewound(self, state: tuple, words: tuple[int, ...], position: int) -> tuple:
        """See mersenne_of() for the layout."""
        import numpy

        return "MT19937", numpy.array(words, dtype=numpy.uint32), position, 0, 0.0

    def after_normal(self, state: tuple) -> list:
        """See numpy.random.standard_normal()."""
        import numpy

        twin = numpy.random.RandomState()
        twin.set_state(state)
        twin.standard_normal()
        return [twin.get_state()]


def _is_generator(kind: type) -> bool:
    import numpy

    return issubclass(kind, numpy.random.Generator | numpy.random.BitGenerator | numpy.random.RandomState)


def _read_generator(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    from autograder.sealed.backends import numpy_generators

    return numpy_generators.read(decoder, coded, depth)


def _scalar(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    import numpy

    return numpy.frombuffer(bytes(decoder.bytes_of(coded)), dtype=_dtype(coded["d"]), count=1)[0]


def _array(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    import numpy

    dtype, shape = _dtype(coded["d"]), _shape(coded["s"])
    return numpy.frombuffer(decoder.bytes_of(coded), dtype=dtype).reshape(shape)


def _objects(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    import numpy

    items, shape = decoder.value(coded["v"], depth), _shape(coded["s"])
    done = numpy.empty(len(items), dtype=object)
    for place, item in enumerate(items):  # one by one: given a list of lists, numpy would look into them
        done[place] = item
    return done.reshape(shape)


def _shape(shape: object) -> list[int]:
    if not isinstance(shape, list) or len(shape) > MOST_DIMENSIONS:
        raise MalformedReply("the answer's array has an impossible shape")
    if not all(type(size) is int and size >= 0 for size in shape):
        raise MalformedReply("the answer's array has an impossible shape")
    return shape


def _read_dtype(decoder: ValueDecoder, coded: Any, depth: int) -> Any:
    """A dtype alone may be that of objects; an array of them does not come as bytes."""
    import numpy

    return numpy.dtype(object) if coded["v"] == "|O" else _dtype(coded["v"])


def _dtype(text: object) -> Any:
    import numpy

    dtype = numpy.dtype(str(text)[:100])
    if dtype.hasobject or dtype.kind not in KINDS:
        raise MalformedReply("the answer's array holds something other than numbers or text")
    return dtype


READERS: dict[str, Reader] = {
    "npdtype": _read_dtype,
    "npscalar": _scalar,
    "ndarray": _array,
    "objects": _objects,
    "nprandom": _read_generator,
}
