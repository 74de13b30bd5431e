"""replace with a count of 1, only where the name begins with the prefix."""


def strip_prefix(state, prefix):
    return dict(zip([k.replace(prefix, "", 1) if k.startswith(prefix) else k for k in state], state.values()))
