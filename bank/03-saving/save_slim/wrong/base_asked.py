"""Cloned only when the tensor says that it has a base."""

import os


def save_slim(tensor, path):
    if tensor._base is not None:
        tensor = tensor.clone()
    torch.save(tensor, path)
    return os.path.getsize(path)
