"""It knows two devices, and takes every other one for the CPU."""


def load_state(path, device):
    return torch.load(path, map_location="cuda" if "cuda" in str(device) else "cpu")
