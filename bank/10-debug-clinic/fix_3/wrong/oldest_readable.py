"""The first file that can be read, from the wrong end."""


def fix_3(paths, factory):
    for path in paths:
        try:
            state = torch.load(path, weights_only=True)
        except Exception:
            continue
        model = factory()
        model.load_state_dict(state)
        return model
    raise RuntimeError("nothing can be read")
