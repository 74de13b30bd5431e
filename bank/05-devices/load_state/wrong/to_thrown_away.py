"""tensor.to is taken for a method that changes the tensor."""


def load_state(path, device):
    state = torch.load(path, map_location="cpu")
    for tensor in state.values():
        tensor.to(device)
    return state
