"""Only the error of a file that was cut off is known."""


def fix_3(paths, factory):
    for path in reversed(paths):
        try:
            state = torch.load(path, weights_only=True)
        except RuntimeError:
            continue
        model = factory()
        model.load_state_dict(state)
        return model
    raise RuntimeError("nothing can be read")
