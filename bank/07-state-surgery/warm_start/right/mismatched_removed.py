"""Missing, unexpected and mismatched keys are found first and taken out of a copy."""


def warm_start(model, state):
    own, rest = model.state_dict(), dict(state)
    for key in list(rest):
        if key not in own or rest[key].shape != own[key].shape:
            del rest[key]
    model.load_state_dict(rest, strict=False)
    return [key for key in own if key in rest]
