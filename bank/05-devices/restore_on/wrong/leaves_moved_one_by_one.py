"""Only layers without children are moved: what belongs to the model itself stays."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    for layer in model.modules():
        if not list(layer.children()):
            layer.to(device)
    return model
