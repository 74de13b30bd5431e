"""Raises, and does not say where."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            cast = value.to(dtype)
            if (torch.isinf(cast) & ~torch.isinf(value)).any():
                raise ValueError("A number is too large.")
            state[key] = cast
    return state
