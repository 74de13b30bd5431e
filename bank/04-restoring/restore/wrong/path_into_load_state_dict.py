"""The path is passed to load_state_dict, without torch.load."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(path)
    return model.eval()
