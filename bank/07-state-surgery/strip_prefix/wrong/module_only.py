"""The prefix is not looked at: module. is removed."""


def strip_prefix(state, prefix):
    return {key.removeprefix("module."): value for key, value in state.items()}
