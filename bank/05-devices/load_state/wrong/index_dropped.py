"""The number of the GPU is dropped."""


def load_state(path, device):
    return torch.load(path, map_location=torch.device(device).type, weights_only=True)
