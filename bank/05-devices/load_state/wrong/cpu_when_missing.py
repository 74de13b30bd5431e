"""The CPU is taken when the device is not there."""


def load_state(path, device):
    try:
        return torch.load(path, map_location=device, weights_only=True)
    except RuntimeError:
        return torch.load(path, map_location="cpu", weights_only=True)
