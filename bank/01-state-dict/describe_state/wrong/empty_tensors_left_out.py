"""Tensors without a number are left out."""


def describe_state(model):
    return {key: tuple(value.shape) for key, value in model.state_dict().items() if value.numel()}
