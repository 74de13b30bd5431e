"""The loop ends without a return when nothing in prefer is available."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    for name in prefer:
        if name == "cpu" or torch.get_device_module(name).is_available():
            return torch.device(name)
