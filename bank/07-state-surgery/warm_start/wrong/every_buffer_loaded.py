"""Buffers that are not saved are loaded too, although the list is right."""


def warm_start(model, state):
    own = {**dict(model.named_parameters(remove_duplicate=False)), **dict(model.named_buffers(remove_duplicate=False))}
    fits = [key for key in own if key in state and own[key].shape == state[key].shape]
    with torch.no_grad():
        for key in fits:
            own[key].copy_(state[key])
    return [key for key in fits if key in model.state_dict()]
