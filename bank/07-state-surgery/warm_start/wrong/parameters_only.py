"""Buffers are left behind."""


def warm_start(model, state):
    loaded = []
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if key in state and state[key].shape == parameter.shape:
                parameter.copy_(state[key])
                loaded.append(key)
    return loaded
