"""The dtype is turned into text."""


def peek(path):
    return {key: (tuple(value.shape), str(value.dtype)) for key, value in torch.load(path).items()}
