"""replace changes the middle of a key as well: submodule loses its end."""


def fix_1(path, factory):
    state = torch.load(path, map_location="cpu")
    model = factory()
    model.load_state_dict({key.replace("module.", ""): value for key, value in state.items()})
    return model
