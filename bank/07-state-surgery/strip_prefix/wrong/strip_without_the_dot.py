"""The dot is left out of the comparison: modules begins with module."""


def strip_prefix(state, prefix):
    return {(key[len(prefix) :] if key.startswith(prefix.rstrip(".")) else key): value for key, value in state.items()}
