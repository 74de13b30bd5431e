"""The beginning of every name is cut off, whatever it is."""


def strip_prefix(state, prefix):
    return {key[len(prefix) :]: value for key, value in state.items()}
