"""numpy copies the elements."""

import os


def save_slim(tensor, path):
    torch.save(torch.from_numpy(tensor.numpy().copy()), path)
    return os.stat(path).st_size
