"""Whatever goes wrong is passed over."""


def fix_1(path, factory):
    model = factory()
    try:
        model.load_state_dict(torch.load(path, map_location="cpu"))
    except RuntimeError:
        pass
    return model
