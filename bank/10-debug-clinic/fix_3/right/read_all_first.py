"""Read all files first, and keep what could be read."""


def read(path):
    try:
        return torch.load(path)
    except Exception:
        return None


def fix_3(paths, factory):
    readable = [state for path in paths if (state := read(path)) is not None]
    if not readable:
        raise RuntimeError("nothing can be read")
    model = factory()
    model.load_state_dict(readable[-1])
    return model
