"""Everything before the first dot is cut off."""


def strip_prefix(state, prefix):
    return {key.split(".", 1)[-1]: value for key, value in state.items()}
