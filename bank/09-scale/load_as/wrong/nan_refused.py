"""Asks for finite numbers, so it refuses nan too."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            state[key] = value.to(dtype)
            if torch.isfinite(state[key]).all() != torch.isinf(value).logical_not().all():
                raise ValueError(key)
    return state
