"""Returns the floating entries only."""


def load_as(path, dtype):
    state = {}
    for key, value in torch.load(path, map_location="cpu", weights_only=True).items():
        if torch.is_tensor(value) and value.is_floating_point():
            state[key] = value.to(dtype)
            if (torch.isinf(state[key]) & ~torch.isinf(value)).any():
                raise ValueError(key)
    return state
