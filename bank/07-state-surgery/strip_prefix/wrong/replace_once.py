"""replace with a count of 1 still finds the prefix in the middle."""


def strip_prefix(state, prefix):
    return {key.replace(prefix, "", 1) if prefix else key: value for key, value in state.items()}
