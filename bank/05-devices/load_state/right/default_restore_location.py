"""A function for map_location that hands each storage to PyTorch with another location."""

from torch.serialization import default_restore_location


def load_state(path, device):
    return torch.load(path, map_location=lambda storage, _: default_restore_location(storage, str(device)))
