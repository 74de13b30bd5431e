"""The special methods through which Python's syntax and builtins reach an object. Both sides use this module."""

from __future__ import annotations

BINARY = "add sub mul matmul truediv floordiv mod pow lshift rshift and or xor"


def _names(text: str) -> tuple[str, ...]:
    return tuple(f"__{name}__" for name in text.split())


#: asked for wherever the object lives
ASKED = _names(
    "len iter next reversed length_hint getitem setitem delitem enter exit hash bool int float complex index bytes "
    "fspath format round trunc floor ceil abs neg pos invert"
)
#: those with another operand, which may be a value that a test expects
ARITHMETIC = _names(
    " ".join([BINARY, *(f"r{name} i{name}" for name in BINARY.split()), "divmod rdivmod"]),
)
COMPARING = _names("eq lt le gt ge")
FORWARDED = ASKED + ARITHMETIC
ALL = frozenset({*FORWARDED, *COMPARING, *_names("contains repr str await")})


def of_class(kind: type) -> tuple[list[str], list[str]]:
    """Which of them a class, or a base of it other than object, has; and which it says that it does not have."""
    names = sorted(ALL & {name for base in kind.__mro__ if base is not object for name in vars(base)})
    has = [name for name in names if getattr(kind, name, None) is not None]
    return has, [name for name in names if name not in has]
