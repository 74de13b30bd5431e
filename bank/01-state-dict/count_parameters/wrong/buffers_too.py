"""Buffers are counted like parameters."""


def count_parameters(model, trainable_only=False):
    total = sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)
    return total + sum(b.numel() for b in model.buffers())
