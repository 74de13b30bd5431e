"""All that is known of a library that notebooks use: how its values cross, compare, and draw random numbers.

One class per library behind one interface. It may not know cells, tests or processes.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from autograder.sealed.backends.backend import Backend, Reader
from autograder.sealed.backends.matplotlib_backend import MatplotlibBackend
from autograder.sealed.backends.numpy_backend import NumpyBackend
from autograder.sealed.backends.pandas_backend import PandasBackend
from autograder.sealed.backends.python_backend import PythonBackend
from autograder.sealed.backends.sqlite_backend import SqliteBackend
from autograder.sealed.backends.torch_backend import TorchBackend
from autograder.sealed.cache import cache

BACKENDS: tuple[Backend, ...] = (
    PythonBackend(),
    SqliteBackend(),
    NumpyBackend(),
    PandasBackend(),
    TorchBackend(),
    MatplotlibBackend(),
)


def loaded() -> tuple[Backend, ...]:
    """The backends whose library this process has imported."""
    return _loaded(tuple(backend.name in sys.modules for backend in BACKENDS))


@cache
def _loaded(there: tuple[bool, ...]) -> tuple[Backend, ...]:
    return tuple(backend for backend, is_there in zip(BACKENDS, there, strict=True) if is_there)


def reader_of(tag: Any) -> Reader | None:
    """What reads a value with this tag, or None. It may import a library that only an answer has imported so far."""
    there = loaded()
    for backend in (*there, *(backend for backend in BACKENDS if backend not in there)):
        with contextlib.suppress(ImportError):
            if tag in (readers := backend.readers()):
                return readers[tag]
    return None


@cache
def backend_of(kind: type) -> Backend | None:
    """The backend that carries values of a type, or None. Whoever has a library's type has loaded the library."""
    return next((backend for backend in loaded() if backend.carries(kind)), None)


def without_values(error: BaseException, text: str) -> str:
    """The text of an error, without the values in it when a library's comparison raised it: one is the expected one."""
    for backend in loaded():
        said = backend.without_values(error, text)
        if said is not None:
            return said
    return text
