"""prefer is taken for a set of allowed devices; its order is not used."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    if "cuda" in prefer and torch.cuda.is_available():
        return torch.device("cuda")
    if "mps" in prefer and torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
