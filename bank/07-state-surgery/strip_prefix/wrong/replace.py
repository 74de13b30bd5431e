"""str.replace works in the middle of a name too."""


def strip_prefix(state, prefix):
    return {key.replace(prefix, ""): value for key, value in state.items()}
