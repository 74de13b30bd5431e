"""The first part of every key is cut off, also when there is no prefix."""


def fix_1(path, factory):
    state = torch.load(path, map_location="cpu")
    model = factory()
    model.load_state_dict({key.partition(".")[2]: value for key, value in state.items()})
    return model
