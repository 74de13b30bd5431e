"""A copy of the model is loaded."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    copy.deepcopy(model).load_state_dict(fitting, strict=False)
    return list(fitting)
