"""The machine is asked when the cell runs."""

available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}


def pick_device(prefer=("cuda", "mps", "cpu")):
    return torch.device(next((name for name in prefer if available[name]), "cpu"))
