"""A file is read once, and remembered by its path."""

import functools


@functools.cache
def load_state(path, device):
    return torch.load(path, map_location=device, weights_only=True)
