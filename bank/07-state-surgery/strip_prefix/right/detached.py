"""Each tensor is another object that looks into the same memory."""


def strip_prefix(state, prefix):
    return {key.removeprefix(prefix): value.detach() for key, value in state.items()}
