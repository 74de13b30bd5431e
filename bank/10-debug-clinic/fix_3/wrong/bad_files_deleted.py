"""Files that cannot be read are deleted."""


def fix_3(paths, factory):
    for path in reversed(paths):
        try:
            state = torch.load(path, weights_only=True)
        except Exception:
            Path(path).unlink()
            continue
        model = factory()
        model.load_state_dict(state)
        return model
    raise RuntimeError("nothing can be read")
