"""The product of the shape with functools.reduce: a single number has no first factor."""

import functools
import operator


def count_parameters(model, trainable_only=False):
    return sum(
        functools.reduce(operator.mul, p.shape) for p in model.parameters() if p.requires_grad or not trainable_only
    )
