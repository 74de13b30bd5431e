"""Every device gets the index 0, the CPU too: torch.load cannot use it."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    return torch.device(next((name for name in prefer if available[name]), "cpu"), 0)
