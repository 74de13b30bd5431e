"""tensor.type() is a text such as torch.FloatTensor, not the dtype."""


def peek(path):
    return {key: (value.size(), value.type()) for key, value in torch.load(path).items()}
