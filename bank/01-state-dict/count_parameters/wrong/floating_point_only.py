"""Only floating point numbers are taken for parameters."""


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.is_floating_point() and p.requires_grad >= trainable_only)
