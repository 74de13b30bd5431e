"""When the last file cannot be read, ask the same question about the files before it."""


def fix_3(paths, factory):
    if not paths:
        raise RuntimeError("no checkpoint left")
    *older, newest = paths
    try:
        state = torch.load(newest, weights_only=True)
    except Exception:
        return fix_3(older, factory)
    model = factory()
    model.load_state_dict(state)
    return model
