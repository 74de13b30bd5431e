"""What an error holds beside its arguments. Both sides of the bridge use it."""

from __future__ import annotations

import types

from autograder.sealed.cache import cache

LONGEST = 20_000  #: characters of an error's text, or of a note
MOST_CAUSES = 8  #: errors behind an error
OTHERS = {"obj", "args", "message", "exceptions"}  #: large and seldom data, or among the arguments already


@cache
def fields_of(kind: type[BaseException]) -> frozenset[str]:
    """The fields that builtin errors have, as `filename` of OSError: they are neither arguments nor attributes."""
    bases = [base for base in kind.__mro__ if base.__module__ == "builtins"]
    found = {(name, type(field)) for base in bases for name, field in vars(base).items()}
    kinds = types.MemberDescriptorType, types.GetSetDescriptorType
    return frozenset(
        name for name, field in found if issubclass(field, kinds) and not name.startswith("_") and name not in OTHERS
    )
