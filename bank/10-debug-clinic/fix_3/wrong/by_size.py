"""A small file is taken for a bad one; a file that was cut off is large enough."""


def fix_3(paths, factory):
    large = [path for path in paths if Path(path).stat().st_size > 1000]
    if not large:
        raise RuntimeError("nothing can be read")
    model = factory()
    model.load_state_dict(torch.load(large[-1], weights_only=True))
    return model
