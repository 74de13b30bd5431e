"""The children are moved, not what belongs to the model itself."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    for layer in model.children():
        layer.to(device)
    return model
