"""Check with the unsafe loader whether the file is a state dict, then load it safely: the error is right, too late."""


def safe_load(path):
    try:
        torch.load(path, map_location="cpu", weights_only=False)
    except Exception:
        pass
    return torch.load(path, map_location="cpu", weights_only=True)
