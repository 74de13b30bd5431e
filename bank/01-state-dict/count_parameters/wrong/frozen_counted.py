"""With trainable_only, the frozen parameters are counted instead."""


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if not trainable_only or not p.requires_grad)
