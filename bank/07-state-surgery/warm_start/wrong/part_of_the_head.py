"""Of the head, the first rows are copied."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    for key, value in state.items():
        if key in own and key not in fitting and own[key].dim() == value.dim():
            part = tuple(slice(min(a, b)) for a, b in zip(own[key].shape, value.shape))
            own[key][part].copy_(value[part])
    return list(fitting)
