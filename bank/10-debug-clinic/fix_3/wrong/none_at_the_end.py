"""When nothing can be read, nothing is returned."""


def fix_3(paths, factory):
    for path in reversed(paths):
        try:
            state = torch.load(path, weights_only=True)
        except Exception:
            continue
        model = factory()
        model.load_state_dict(state)
        return model
