"""Map the file into memory where the format allows it, and read it where not."""


def load_state(path, device):
    try:
        return torch.load(path, map_location=device, mmap=True)
    except RuntimeError:
        return torch.load(path, map_location=device)
