"""Gives None for a clean file."""


def unsafe_names(path):
    names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    if names:
        return names
