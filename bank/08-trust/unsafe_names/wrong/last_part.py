"""Only the name of the class, without its module."""


def unsafe_names(path):
    return [name.split(".")[-1] for name in torch.serialization.get_unsafe_globals_in_checkpoint(path)]
