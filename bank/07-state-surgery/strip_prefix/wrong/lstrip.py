"""lstrip takes the prefix for a set of letters."""


def strip_prefix(state, prefix):
    return {key.lstrip(prefix): value for key, value in state.items()}
