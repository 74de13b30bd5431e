"""An open file, and the names in the order of the alphabet."""


def unsafe_names(path):
    with open(path, "rb") as file:
        return sorted(set(torch.serialization.get_unsafe_globals_in_checkpoint(file)))
