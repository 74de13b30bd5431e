"""Modules beside the instructor's notebook: what they define is made known as soon as a cell imports them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.abc import PathEntryFinder
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader
from types import FunctionType, ModuleType


@dataclass(frozen=True)
class Modules:
    """The modules in the folder of the assignment that are the instructor's."""

    folder: str
    names: frozenset[str]

    def on_import(self, ready: Callable[[ModuleType], None]) -> None:
        """From now on, call ready() with each of them when its code ran.

        Source: Python's import system, where a path hook chooses how the modules of a folder are loaded.
        """
        names = self.names

        class Loader(SourceFileLoader):
            """Python's own for source files, and what comes after it."""

            def exec_module(self, module: ModuleType) -> None:
                super().exec_module(module)
                if module.__name__ in names:
                    ready(module)

        make = FileFinder.path_hook((Loader, SOURCE_SUFFIXES), (ExtensionFileLoader, EXTENSION_SUFFIXES))

        def hook(path: str) -> PathEntryFinder:
            if path != self.folder and not path.startswith(self.folder + "/"):
                raise ImportError  # means: ask the next hook
            return make(path)

        sys.path_hooks.insert(0, hook)
        sys.path_importer_cache.pop(self.folder, None)


def defined_in(module: ModuleType) -> dict[str, type | FunctionType]:
    """The classes and functions that a module defines itself, by name."""
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type | FunctionType) and (value.__module__, value.__qualname__) == (module.__name__, name)
    }
