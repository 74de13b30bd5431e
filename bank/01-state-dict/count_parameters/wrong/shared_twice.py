"""Shared parameters are counted at each of their names."""


def count_parameters(model, trainable_only=False):
    ps = [p for _, p in model.named_parameters(remove_duplicate=False)]
    return sum(p.numel() for p in ps if p.requires_grad or not trainable_only)
