"""An open file, and map_location given by its position."""

from pathlib import Path


def load_state(path, device):
    with Path(path).open("rb") as file:
        return torch.load(file, torch.device(device))
