"""Only renamed tensors are copied."""


def strip_prefix(state, prefix):
    return {
        key.removeprefix(prefix): value.clone() if prefix and key.startswith(prefix) else value
        for key, value in state.items()
    }
