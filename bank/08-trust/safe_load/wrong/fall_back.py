"""When the safe loader refuses, try the unsafe one. It was copied from the web."""


def safe_load(path):
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        return torch.load(path, map_location="cpu", weights_only=False)
