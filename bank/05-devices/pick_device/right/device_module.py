"""Ask the module that PyTorch has for each kind of device; the CPU has one too."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    return next(
        (torch.device(name) for name in prefer if torch.get_device_module(name).is_available()), torch.device("cpu")
    )
