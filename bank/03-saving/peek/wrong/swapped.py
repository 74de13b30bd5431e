"""First the dtype, then the shape."""


def peek(path):
    return {key: (value.dtype, tuple(value.shape)) for key, value in torch.load(path).items()}
