"""contiguous() copies a tensor whose numbers are not neighbours."""


def strip_prefix(state, prefix):
    return {key.removeprefix(prefix): value.contiguous() for key, value in state.items()}
