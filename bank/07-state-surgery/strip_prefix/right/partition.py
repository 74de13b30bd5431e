"""partition tells whether nothing stands before the prefix."""


def strip_prefix(state, prefix):
    def short(key):
        before, found, after = key.partition(prefix) if prefix else ("", "", key)
        return after if found and not before else key

    return {short(key): value for key, value in state.items()}
