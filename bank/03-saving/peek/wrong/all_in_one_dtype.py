"""The dtype of the first tensor is given for all."""


def peek(path):
    state = torch.load(path)
    dtype = next(iter(state.values())).dtype
    return {key: (tuple(value.shape), dtype) for key, value in state.items()}
