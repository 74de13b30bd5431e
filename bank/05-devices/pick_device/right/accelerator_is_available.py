"""Ask torch.accelerator twice: is there one, and which."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    for name in prefer:
        if name == "cpu":
            break
        if torch.accelerator.is_available() and torch.accelerator.current_accelerator().type == name:
            return torch.accelerator.current_accelerator()
    return torch.device("cpu")
