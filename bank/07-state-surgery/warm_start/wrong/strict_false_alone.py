"""strict=False alone: another shape still raises."""


def warm_start(model, state):
    model.load_state_dict(state, strict=False)
    return [key for key in model.state_dict() if key in state]
