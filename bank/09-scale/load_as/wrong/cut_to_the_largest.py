"""Numbers that are too large become the largest one, silently."""


def load_as(path, dtype):
    state = torch.load(path, map_location="cpu", weights_only=True)
    end = torch.finfo(dtype).max
    for key, value in state.items():
        if torch.is_tensor(value) and value.is_floating_point():
            state[key] = value.double().clamp(-end, end).to(dtype)
    return state
