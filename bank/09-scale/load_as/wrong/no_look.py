"""Casts, and does not look at what became of the numbers."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            state[key] = value.to(dtype)
    return state
