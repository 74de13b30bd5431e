"""Everything up to the last prefix is cut off."""


def strip_prefix(state, prefix):
    return {key.split(prefix)[-1] if prefix else key: value for key, value in state.items()}
