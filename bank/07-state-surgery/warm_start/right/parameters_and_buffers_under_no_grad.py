"""Parameters and buffers by name, tied names too, inside no_grad."""


def warm_start(model, state):
    persistent = set(model.state_dict())
    found = []
    with torch.no_grad():
        for name, tensor in [
            *model.named_parameters(remove_duplicate=False),
            *model.named_buffers(remove_duplicate=False),
        ]:
            if name in persistent and name in state and state[name].shape == tensor.shape:
                tensor.copy_(state[name])
                found += [name]
    return sorted(found)
