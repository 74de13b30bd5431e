"""Tensors come to the device that they were saved on."""


def load_as(path, dtype):
    state = torch.load(path, weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            cast = value.to(dtype)
            if (torch.isinf(cast) & ~torch.isinf(value)).any():
                raise ValueError(key)
            state[key] = cast
    return state
