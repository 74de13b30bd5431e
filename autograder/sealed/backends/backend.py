"""What the core asks of a library. Each method here says what a library without that feature answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol, TypeVar

Built = TypeVar("Built")


class ValueEncoder(Protocol):
    """What a library asks of the encoder of a reply, `values.encode.Encoder`."""

    world: Any  #: name_of(class) says under which name it may cross
    seen: dict[int, int]  #: by id(): the numbers of the tensors and modules in this reply so far
    memory: dict[int, Any]  #: by address: the first tensor in this reply that begins there
    refs: dict[int, int]  #: by id(): the numbers of the arguments that came in

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The JSON of any value."""

    def attempt(self, build: Callable[[], Built]) -> Built | None:
        """Run a strict encoding; None when something in it is not data."""

    def blob(self, data: Any) -> dict:
        """Append raw bytes; returns where they are."""

    def number(self, value: object) -> int:
        """A number for a tensor or a module, by which the same reply may refer to it again."""


class ValueDecoder(Protocol):
    """What a library asks of the decoder of a reply, `values.decode.Decoder`."""

    world: Any  #: resolve(name, base) finds a class, handle_of(value) says whether a value is a proxy
    seen: dict[int, object]  #: by number: the tensors and modules in this reply so far

    def value(self, coded: Any, depth: int = 0) -> Any:
        """The value of any JSON."""

    def bytes_of(self, coded: Any) -> bytearray:
        """The raw bytes that belong to a coded value."""

    def text(self, coded: Any, longest: int = 1 << 24) -> str:
        """The text of a coded value, of at most so many characters."""


#: reads one coded value: (decoder, coded, depth) -> value. Raises MalformedReply, or anything else for a lie.
Reader = Callable[[ValueDecoder, Any, int], Any]


class Backend:
    """One library: numpy, torch, … Every method may be called only when the library is imported, but `name`."""

    name = ""  #: the module by which it is imported
    can_grow = False  #: do its mutable values take new content of another shape?

    def prepare(self) -> None:
        """Run once in the process that is forked for submissions: use what imports much when it is first used."""

    # Out of the answer's process, by value.

    def carries(self, kind: type) -> bool:
        """Does this library know how values of a type cross?"""
        return False

    def encode(self, encoder: ValueEncoder, value: Any, depth: int) -> dict | None:
        """The JSON of a value of a type that it carries; None when this value stays where it is."""
        return None

    def readers(self) -> Mapping[str, Reader]:
        """By tag: how the tests' side reads what `encode` wrote. It believes nothing."""
        return {}

    def names(self) -> Mapping[tuple[str, str], object]:
        """By (module, name): the classes and functions that may cross by name. Neither runs code of its caller."""
        return {}

    # Into the answer's process, as arguments.

    def reduce(self, value: Any, pickler: Any) -> Any:
        """What a pickler's reducer_override returns for a value of a type that it carries, or NotImplemented."""
        return NotImplemented

    def copies(self, kind: type) -> bool:
        """Has the answer a copy of its own of an argument of a type that it carries, of which nothing comes back?"""
        return False

    def is_mutable(self, kind: type) -> bool:
        """Is an argument of a type that it carries its content, which an answer may change in place?"""
        return False

    def facts(self, value: object) -> object:
        """All that can change of a value, to be compared with ==; None when only its encoding shows it."""
        return None

    def replace(self, value: Any, content: Any) -> None:
        """Give a mutable value new content, in place. Raises TypeError, ValueError or RuntimeError if impossible."""
        raise TypeError(f"{type(value).__name__} cannot be changed")

    # Around a call.

    def mode(self) -> Hashable:
        """What a test may have set for everything that it calls, as torch.no_grad() does; compared with ==."""
        return None

    def in_mode(self, mode: Any) -> AbstractContextManager:
        """While it lasts, this process has the mode of the other."""
        return nullcontext()

    # Random numbers.

    def seed(self, seed: int) -> None:
        """Start the library's global random numbers anew."""

    def random_state(self) -> object:
        """The state of the global random numbers, as its library hands it out; None without such numbers."""
        return None

    def random_stamp(self, state: Any) -> object:
        """What tells one state from another by ==."""
        return None

    def set_random_state(self, state: Any) -> None:
        """Take over a state that passed `mersenne_of`."""

    def without_seed(self, state: Any) -> Any:
        """The same state, from which nobody reads the seed it began with."""
        return state

    def mersenne_of(self, state: Any) -> tuple[tuple[int, ...], int] | None:
        """The 624 words of the Mersenne Twister in a state, and how many of them are drawn; None when it is none.

        A library that uses a wrong state as it is reads beyond its memory, so every part is checked.
        """
        return None

    def left_over(self, state: Any) -> frozenset:
        """The normal numbers in a state that wait to be handed out, since they are drawn in pairs."""
        return frozenset()

    def rewound(self, state: Any, words: tuple[int, ...], position: int) -> Any:
        """A state like this one with these words, of which so many are drawn, and no normal number left over."""
        return state

    def after_normal(self, state: Any) -> list:
        """The states after one normal number was drawn, one for each way to draw it."""
        return []

    # Messages.

    #: the library's own module for tests, and the lines or ends of lines of its messages that hold compared values
    comparisons: tuple[str, re.Pattern[str]] | None = None

    def without_values(self, error: BaseException, text: str) -> str | None:
        """The text of an error, without the values in it, that the library's own comparison raised; else None."""
        if self.comparisons is None or not comes_from(error, self.comparisons[0]):
            return None
        return self.comparisons[1].sub("", text).strip()

    # Figures.

    def show_figures(self) -> None:
        """Show what waits for the end of a cell."""


def comes_from(error: BaseException, module: str) -> bool:
    """Does a module raise it itself? What it only called may have said anything."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return place is not None and str(place.tb_frame.f_globals.get("__name__")).startswith(module)
