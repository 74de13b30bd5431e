"""What fits is loaded strictly, so a missing head raises."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    model.load_state_dict(fitting)
    return list(fitting)
