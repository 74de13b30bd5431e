"""layer2 is taken for the head and never loaded."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and not key.startswith("layer2")}
    model.load_state_dict(fitting, strict=False)
    return list(fitting)
