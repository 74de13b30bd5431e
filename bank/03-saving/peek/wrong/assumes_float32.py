"""Every tensor is thought to be float32, the default dtype."""


def peek(path):
    return {key: (tuple(value.shape), torch.get_default_dtype()) for key, value in torch.load(path).items()}
