"""The old idiom with a lambda that leaves the storage on the CPU, then a loop that moves in place."""


def load_state(path, device):
    state = torch.load(str(path), map_location=lambda storage, location: storage)
    for key in list(state):
        state[key] = state[key].to(device=torch.device(device), copy=True)
    return state
