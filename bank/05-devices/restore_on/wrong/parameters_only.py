"""Parameters are copied; the buffers keep their first values."""


def restore_on(path, factory, device):
    model = factory()
    state = torch.load(path, map_location="cpu")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state[name])
    return model.to(device)
