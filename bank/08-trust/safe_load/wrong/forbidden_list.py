"""A list of forbidden modules: os, subprocess, builtins. The list is not complete."""


def safe_load(path):
    forbidden = ("os", "posix", "subprocess", "builtins", "sys")
    try:
        names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    except ValueError:
        names = []
    if any(name.split(".")[0] in forbidden for name in names):
        raise pickle.UnpicklingError("forbidden")
    return torch.load(path, map_location="cpu", weights_only=False)
