"""Load everything to the CPU, then move each tensor."""


def load_state(path, device):
    state = torch.load(path, map_location=torch.device("cpu"))
    return {key: tensor.to(device) for key, tensor in state.items()}
