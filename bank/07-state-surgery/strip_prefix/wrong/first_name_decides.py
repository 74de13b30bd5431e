"""Only the first name is looked at."""


def strip_prefix(state, prefix):
    if state and next(iter(state)).startswith(prefix):
        return {key[len(prefix) :]: value for key, value in state.items()}
    return dict(state)
