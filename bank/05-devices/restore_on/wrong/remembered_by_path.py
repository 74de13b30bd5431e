"""A file is read once, and remembered by its path, although it can be written again."""

import functools


@functools.cache
def read(path):
    return torch.load(path, map_location="cpu", weights_only=True)


def restore_on(path, factory, device):
    model = factory()
    model.load_state_dict(read(str(path)))
    return model.to(device)
