"""Every parameter is moved; the buffers stay on the CPU."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    return model
