"""requires_grad is asked of the tensors in the state dict, where it is always False."""


def count_parameters(model, trainable_only=False):
    return sum(v.numel() for v in model.state_dict().values() if v.requires_grad or not trainable_only)
