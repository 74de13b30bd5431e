"""Refuse a missing device with an error of one's own before anything is loaded."""


def restore_on(path, factory, device):
    try:
        torch.empty(1, device=device)
    except Exception as error:
        raise ValueError(f"no device {device}") from error
    model = factory()
    model.load_state_dict(torch.load(path, map_location=device))
    return model.to(device)
