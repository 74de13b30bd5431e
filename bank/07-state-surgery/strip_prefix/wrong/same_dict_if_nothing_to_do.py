"""The given dict itself is returned when no name has the prefix."""


def strip_prefix(state, prefix):
    if not any(key.startswith(prefix) for key in state):
        return state
    return {key.removeprefix(prefix): value for key, value in state.items()}
