"""Assign instead of copying; torch.load imported by name, map_location by position, through an open file."""

from torch import load


def restore_on(path, factory, device):
    model = factory()
    with open(path, "rb") as file:
        model.load_state_dict(load(file, torch.device(device)), strict=True, assign=True)
    return model.train().to(device=device)
