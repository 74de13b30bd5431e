"""New Parameter objects: an optimizer made before trains the old ones."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    for key, value in fitting.items():
        name, _, last = key.rpartition(".")
        layer = model.get_submodule(name)
        if last in layer._parameters:
            setattr(layer, last, nn.Parameter(value.clone(), requires_grad=getattr(layer, last).requires_grad))
        else:
            getattr(layer, last).copy_(value)
    return list(fitting)
