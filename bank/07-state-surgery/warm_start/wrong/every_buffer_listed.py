"""Buffers that are not saved are loaded and listed."""


def warm_start(model, state):
    loaded = []
    with torch.no_grad():
        for named in (model.named_parameters(remove_duplicate=False), model.named_buffers(remove_duplicate=False)):
            for key, tensor in named:
                if key in state and state[key].shape == tensor.shape:
                    tensor.copy_(state[key])
                    loaded.append(key)
    return loaded
