"""The recipe of PyTorch's tutorial: load to the device, copy, move the model."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location=device, weights_only=True))
    model.to(device)
    return model
