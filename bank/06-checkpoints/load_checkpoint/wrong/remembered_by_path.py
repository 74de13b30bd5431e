"""A file is read once, and remembered by its path, although it is written again after every epoch."""

import functools


@functools.cache
def read(path):
    return torch.load(path, map_location="cpu", weights_only=True)


def load_checkpoint(path, model, optimizer, scheduler):
    content = read(str(path))
    model.load_state_dict(content["model"])
    optimizer.load_state_dict(content["optimizer"])
    scheduler.load_state_dict(content["scheduler"])
    torch.set_rng_state(content["random"])
    return content["epoch"] + 1
