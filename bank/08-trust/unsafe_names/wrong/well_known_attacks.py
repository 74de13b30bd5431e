"""Only names that are known from attacks are reported."""


def unsafe_names(path):
    names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    return [name for name in names if name.split(".")[0] in ("os", "posix", "nt", "subprocess", "builtins", "io")]
