"""Takes off one wrapper, and calls itself with the rest."""

import copy


def inner_state(state):
    inner = copy.copy(state)
    names = set(state) - {"n_averaged"}
    for prefix in ("module", "_orig_mod"):
        if names and all(name.split(".")[0] == prefix and "." in name for name in names):
            inner.clear()
            inner.update({key[len(prefix) + 1 :]: value for key, value in state.items() if key in names})
            if hasattr(state, "_metadata"):
                about = state._metadata.items()
                inner._metadata = type(state._metadata)(
                    (name[len(prefix) + 1 :], value) for name, value in about if name.partition(".")[0] == prefix
                )
            return inner_state(inner)
    return inner
