"""A loop, and the product of the shape."""

import math


def count_parameters(model, trainable_only=False):
    total = 0
    for _, p in model.named_parameters():
        if trainable_only and not p.requires_grad:
            continue
        total += math.prod(p.shape)
    return total
