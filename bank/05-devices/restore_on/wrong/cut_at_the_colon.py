"""The name of the device is cut at its colon."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.to(str(device).partition(":")[0])
