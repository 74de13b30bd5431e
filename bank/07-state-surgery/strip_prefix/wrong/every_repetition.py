"""The prefix is removed as often as it stands at the beginning."""


def strip_prefix(state, prefix):
    result = {}
    for key, value in state.items():
        while prefix and key.startswith(prefix):
            key = key.removeprefix(prefix)
        result[key] = value
    return result
