"""Count the GPUs instead of asking whether there are any, and return a GPU with an index."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    for name in prefer:
        if name == "cuda" and torch.cuda.device_count() > 0:
            return torch.device("cuda", torch.cuda.current_device())
        elif name == "mps" and torch.mps.device_count() > 0:
            return torch.device("mps", 0)
        elif name == "cpu":
            return torch.device(type="cpu")
    return torch.device("cpu")
