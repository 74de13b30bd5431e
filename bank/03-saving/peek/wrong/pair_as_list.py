"""Each value is a list of two, not a tuple."""


def peek(path):
    return {key: [tuple(value.shape), value.dtype] for key, value in torch.load(path).items()}
