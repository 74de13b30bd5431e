"""The numbers of the shape and the dtype are put in one flat tuple."""


def peek(path):
    return {key: (*value.shape, value.dtype) for key, value in torch.load(path).items()}
