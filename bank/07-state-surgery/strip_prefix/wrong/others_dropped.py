"""Names without the prefix are dropped."""


def strip_prefix(state, prefix):
    return {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
