"""The product of the first two dimensions only; a convolution has four."""


def count_parameters(model, trainable_only=False):
    return sum(
        p.shape[0] * (p.shape[1] if p.dim() > 1 else 1)
        for p in model.parameters()
        if p.requires_grad or not trainable_only
    )
