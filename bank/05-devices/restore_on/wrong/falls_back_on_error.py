"""The error is caught, and the model stays on the CPU."""


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu"))
    try:
        model.to(device)
    except (RuntimeError, AssertionError):
        pass
    return model
