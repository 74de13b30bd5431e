"""The error is swallowed, and every common key is returned."""


def warm_start(model, state):
    try:
        model.load_state_dict(state, strict=False)
    except RuntimeError:
        pass
    return [key for key in model.state_dict() if key in state]
