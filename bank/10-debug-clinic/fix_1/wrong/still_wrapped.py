"""The wrapped model is given back instead of the model inside."""


def fix_1(path, factory):
    state = torch.load(path, map_location="cpu")
    model = factory()
    if next(iter(state)).startswith("module."):
        model = nn.DataParallel(model)
    model.load_state_dict(state)
    return model
