"""What does not fit is popped from the caller's state."""


def warm_start(model, state):
    own = model.state_dict()
    for key in list(state):
        if key not in own or own[key].shape != state[key].shape:
            state.pop(key)
    model.load_state_dict(state, strict=False)
    return list(state)
