"""torch.mps has the question too, and getattr finds both modules."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    chosen = "cpu"
    for name in reversed(prefer):
        if name == "cpu" or getattr(torch, name).is_available():
            chosen = name
    return torch.device(chosen) if chosen != "cuda" else torch.device("cuda:0")
