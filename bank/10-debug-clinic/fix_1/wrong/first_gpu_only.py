"""Only cuda:0 is mapped."""


def fix_1(path, factory):
    state = torch.load(path, map_location={"cuda:0": "cpu"})
    model = factory()
    model.load_state_dict({key.removeprefix("module."): value for key, value in state.items()})
    return model
