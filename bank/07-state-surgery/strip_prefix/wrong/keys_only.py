"""Only the names are returned."""


def strip_prefix(state, prefix):
    return [key.removeprefix(prefix) for key in state]
