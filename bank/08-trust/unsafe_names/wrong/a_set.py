"""A set instead of a list."""


def unsafe_names(path):
    return set(torch.serialization.get_unsafe_globals_in_checkpoint(path))
