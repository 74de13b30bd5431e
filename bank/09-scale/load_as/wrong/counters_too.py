"""Casts every tensor, counters and masks too."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value):
            state[key] = value.to(dtype)
            if (torch.isinf(state[key]) & ~torch.isinf(value)).any():
                raise ValueError(key)
    return state
