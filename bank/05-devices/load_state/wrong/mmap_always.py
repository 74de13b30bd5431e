"""mmap does not exist for the old format."""


def load_state(path, device):
    return torch.load(path, map_location=device, mmap=True)
