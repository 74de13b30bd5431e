"""Takes every entry for a tensor."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if value.is_floating_point():
            cast = value.to(dtype)
            if (torch.isinf(cast) & ~torch.isinf(value)).any():
                raise ValueError(key)
            state[key] = cast
    return state
