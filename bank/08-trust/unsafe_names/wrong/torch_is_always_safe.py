"""Whatever begins with torch is thought to be safe."""


def unsafe_names(path):
    names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    return [name for name in names if not name.startswith("torch")]
