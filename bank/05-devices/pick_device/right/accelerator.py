"""Ask for the one accelerator of this machine, and compare its type with each name."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    have = {"cpu"} if accelerator is None else {"cpu", accelerator.type}
    return torch.device(next(filter(have.__contains__, prefer), "cpu"))
