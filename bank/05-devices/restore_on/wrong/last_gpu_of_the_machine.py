"""A number that is too large becomes the number of the last GPU."""


def restore_on(path, factory, device):
    device = torch.device(device)
    if device.type == "cuda":
        device = torch.device("cuda", min(device.index or 0, max(torch.cuda.device_count() - 1, 0)))
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.to(device)
