"""Everything becomes float32, and what was something else is copied."""


def strip_prefix(state, prefix):
    return {key.removeprefix(prefix): value.float() for key, value in state.items()}
