"""It asks whether there is some accelerator, not whether it is the one by this name."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    for name in prefer:
        if name == "cpu" or torch.accelerator.is_available():
            return torch.device(name)
    return torch.device("cpu")
