"""Bad files are taken out of the caller's list."""


def fix_3(paths, factory):
    while paths:
        try:
            state = torch.load(paths[-1], weights_only=True)
        except Exception:
            paths.pop()
            continue
        model = factory()
        model.load_state_dict(state)
        return model
    raise RuntimeError("nothing can be read")
