"""The dtype is that of the Python number in the tensor."""


def peek(path):
    state = torch.load(path, weights_only=True)
    kinds = {float: torch.float32, int: torch.int64, bool: torch.bool}
    return {key: (tuple(v.shape), kinds[type(v.flatten()[0].item())]) for key, v in state.items()}
