"""The names are changed in the given dict."""


def strip_prefix(state, prefix):
    for key in list(state):
        state[key.removeprefix(prefix)] = state.pop(key)
    return state
