"""Says whether there are unsafe names."""


def unsafe_names(path):
    return bool(torch.serialization.get_unsafe_globals_in_checkpoint(path))
