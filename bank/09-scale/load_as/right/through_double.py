"""Casts there and back, and looks for what is farther from its number than any rounding."""


def load_as(path, dtype):
    state = torch.load(path, map_location=lambda storage, location: storage)
    for key in filter(lambda key: torch.is_tensor(state[key]) and state[key].is_floating_point(), list(state)):
        before = state[key].double()
        state[key] = state[key].to(dtype, copy=True)
        if ((state[key].double() - before).abs() == torch.inf).any():
            raise ValueError("too large", key)
    return state
