"""The tensors are loaded to the device, and the model is thought to follow them."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location=device))
    return model
