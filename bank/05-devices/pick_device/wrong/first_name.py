"""The most wanted device is returned, whether the machine has it or not."""


def pick_device(prefer=("cuda", "mps", "cpu")):
    return torch.device(prefer[0])
