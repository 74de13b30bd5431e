"""Casts to float16, whatever was asked for."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            cast = value.half()
            if (torch.isinf(cast) & ~torch.isinf(value)).any():
                raise ValueError(key)
            state[key] = cast
    return state
