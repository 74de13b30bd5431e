"""Casts float32 entries only; other floating entries stay."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.dtype == torch.float32:
            cast = value.to(dtype)
            if (torch.isinf(cast) & ~torch.isinf(value)).any():
                raise ValueError(key)
            state[key] = cast
    return state
