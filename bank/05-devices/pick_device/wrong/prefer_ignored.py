"""The one-liner from every tutorial: cuda or cpu. The argument is ignored, and a Mac has no GPU."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
