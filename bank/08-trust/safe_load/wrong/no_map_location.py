"""Safe, but a file from a GPU cannot be opened."""


def safe_load(path):
    return torch.load(path, weights_only=True)
