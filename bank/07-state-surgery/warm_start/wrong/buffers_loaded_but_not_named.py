"""Everything is loaded, but only parameters are in the list."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    return [key for key, _ in model.named_parameters() if key in fitting]
