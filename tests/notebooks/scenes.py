"""The scenes of a unit, imported as its notebook imports them: each unit has a module of that name."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from bank import ROOT


@contextlib.contextmanager
def scenes_of(unit: str) -> Iterator[ModuleType]:
    """While it is entered, `import scenes` means this unit's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(ROOT / "source" / unit)
        sys.modules.pop("scenes", None)
        try:
            yield importlib.import_module("scenes")
        finally:
            sys.modules.pop("scenes", None)
