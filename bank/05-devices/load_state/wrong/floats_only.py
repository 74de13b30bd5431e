"""Only floating tensors are moved, and counters are left behind on the CPU."""


def load_state(path, device):
    state = torch.load(path, map_location="cpu")
    return {key: t.to(device) if t.is_floating_point() else t for key, t in state.items()}
