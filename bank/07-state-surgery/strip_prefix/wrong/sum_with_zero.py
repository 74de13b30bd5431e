"""A sum makes a new tensor."""


def strip_prefix(state, prefix):
    return {key.removeprefix(prefix): value + 0 for key, value in state.items()}
