"""Since PyTorch 2.6 the default is safe. It can be switched off from outside."""


def safe_load(path):
    return torch.load(path, map_location="cpu")
