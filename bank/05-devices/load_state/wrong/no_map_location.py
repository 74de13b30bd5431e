"""The plain load, which asks for the GPU that is not there."""


def load_state(path, device):
    return torch.load(path)
