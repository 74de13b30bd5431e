"""Prints the names and returns nothing."""


def unsafe_names(path):
    print(torch.serialization.get_unsafe_globals_in_checkpoint(path))
