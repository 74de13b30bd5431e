"""The name of a device is taken for a device."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    for name in prefer:
        if name == "cuda" and torch.cuda.is_available():
            return "cuda"
        if name == "mps" and torch.backends.mps.is_available():
            return "mps"
    return "cpu"
