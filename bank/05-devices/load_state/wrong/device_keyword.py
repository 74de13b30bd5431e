"""torch.load has no argument called device."""


def load_state(path, device):
    return torch.load(path, device=device)
