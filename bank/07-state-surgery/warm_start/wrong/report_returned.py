"""The report of load_state_dict is returned."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    return model.load_state_dict(fitting, strict=False)
