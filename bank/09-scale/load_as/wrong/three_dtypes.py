"""Lists the floating dtypes, and forgets bfloat16."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for key, value in state.items():
        if torch.is_tensor(value) and value.dtype in (torch.float16, torch.float32, torch.float64):
            cast = value.to(dtype)
            if (torch.isinf(cast) & ~torch.isinf(value)).any():
                raise ValueError(key)
            state[key] = cast
    return state
