"""map_location is always the CPU; the argument is not used."""


def load_state(path, device):
    return torch.load(path, map_location="cpu")
