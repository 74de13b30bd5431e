"""Whether tensors are moved is decided by the first one: there has to be one."""


def load_state(path, device):
    state = torch.load(path, map_location="cpu", weights_only=True)
    if next(iter(state.values())).device != torch.device(device):
        state = {key: tensor.to(device) for key, tensor in state.items()}
    return state
