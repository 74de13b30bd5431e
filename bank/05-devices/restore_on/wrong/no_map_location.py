"""Only the model is sent to the device; the file is loaded in the plain way."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path))
    return model.to(device)
