"""Compares with the largest number of the dtype, and refuses what is only rounded to it."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key in state:
        if torch.is_tensor(state[key]) and state[key].dtype.is_floating_point:
            finite = state[key][torch.isfinite(state[key])].double()
            if finite.numel() and finite.abs().max() > torch.finfo(dtype).max:
                raise ValueError(key)
            state[key] = state[key].type(dtype)
    return state
