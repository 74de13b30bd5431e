"""What was loaded is frozen."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name not in fitting)
    return list(fitting)
