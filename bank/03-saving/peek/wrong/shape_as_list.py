"""The shape is a list, not a tuple."""


def peek(path):
    return {key: (list(value.shape), value.dtype) for key, value in torch.load(path).items()}
