"""parameter.data = value: the model and the state share memory."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    for name, tensor in [*model.named_parameters(remove_duplicate=False), *model.named_buffers()]:
        if name in fitting:
            tensor.data = fitting[name]
    return list(fitting)
