"""What does not fit is set to zero."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    for key in own.keys() - fitting.keys():
        own[key].zero_()
    return list(fitting)
