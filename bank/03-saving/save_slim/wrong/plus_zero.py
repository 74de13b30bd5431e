"""Adding 0 makes a new tensor, but of integers, when the tensor holds True and False."""


def save_slim(tensor, path):
    torch.save(tensor + 0, path)
    return Path(path).stat().st_size
