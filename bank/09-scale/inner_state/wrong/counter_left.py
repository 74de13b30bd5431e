"""The counter of an AveragedModel stays, and hides the prefix."""

from collections import OrderedDict


def inner_state(state):
    result, metadata = OrderedDict(state), getattr(state, "_metadata", None)
    while prefix := next((p for p in ("module.", "_orig_mod.") if wraps(p, result)), None):
        names = [key for key in result if key.startswith(prefix)]
        result = OrderedDict((key.removeprefix(prefix), result[key]) for key in names)
        if metadata is not None:
            inside = [name for name in metadata if f"{name}.".startswith(prefix)]
            metadata = OrderedDict((name[len(prefix) :], metadata[name]) for name in inside)
    if metadata is not None:
        result._metadata = metadata
    return result


def wraps(prefix, state):
    names = [key for key in state if key]
    return bool(names) and all(key.startswith(prefix) for key in names)
