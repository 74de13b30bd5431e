"""A layer counts as frozen as soon as its weight is."""


def count_parameters(model, trainable_only=False):
    total = 0
    for layer in model.modules():
        own = list(layer.parameters(recurse=False))
        if own and (own[0].requires_grad or not trainable_only):
            total += sum(p.numel() for p in own)
    return total
