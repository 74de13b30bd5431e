"""Another dtype is taken for a misfit."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {
        key: value
        for key, value in state.items()
        if key in own and own[key].shape == value.shape and own[key].dtype == value.dtype
    }
    model.load_state_dict(fitting, strict=False)
    return list(fitting)
