"""Looks at the largest number, and forgets the smallest."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            cast = value.to(dtype)
            if ((cast == float("inf")) & (value != float("inf"))).any():
                raise ValueError(key)
            state[key] = cast
    return state
