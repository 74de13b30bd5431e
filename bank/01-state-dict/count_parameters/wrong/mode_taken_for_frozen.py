"""A model in evaluation mode is taken for a frozen one."""


def count_parameters(model, trainable_only=False):
    if trainable_only and not model.training:
        return 0
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)
