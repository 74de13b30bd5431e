"""Only the modules."""


def unsafe_names(path):
    names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    return [name.rpartition(".")[0] for name in names]
