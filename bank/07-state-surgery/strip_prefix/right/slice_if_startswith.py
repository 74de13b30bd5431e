"""startswith and a slice, in a loop."""


def strip_prefix(state, prefix):
    result = {}
    for key, value in state.items():
        if key.startswith(prefix):
            key = key[len(prefix) :]
        result[key] = value
    return result
