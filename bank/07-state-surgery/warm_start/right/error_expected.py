"""load_state_dict loads what fits before it raises: the error is expected, the list made by hand."""


def warm_start(model, state):
    own = model.state_dict()
    try:
        model.load_state_dict(state, strict=False)
    except RuntimeError:
        pass
    return [key for key in own.keys() & state.keys() if own[key].shape == state[key].shape]
