"""Build the model on the device with the context manager."""


def restore_on(path, factory, device):
    with torch.device(device):
        model = factory()
    state = torch.load(path, map_location="cpu")
    model.load_state_dict(state)
    return model
