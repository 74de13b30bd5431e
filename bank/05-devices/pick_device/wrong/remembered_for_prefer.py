"""The answer for an order is remembered, although the machine can be another one."""

import functools


@functools.lru_cache(maxsize=None)
def pick_device(prefer=("cuda", "mps", "cpu")):
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    return torch.device(next((name for name in prefer if available[name]), "cpu"))
