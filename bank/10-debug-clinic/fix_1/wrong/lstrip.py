"""lstrip takes away letters, not a prefix."""


def fix_1(path, factory):
    state = torch.load(path, map_location="cpu")
    model = factory()
    model.load_state_dict({key.lstrip("module."): value for key, value in state.items()})
    return model
