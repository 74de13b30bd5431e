"""What fits is merged into the full state, which is then loaded strictly."""


def warm_start(model, state):
    full = model.state_dict()
    keys = [key for key in state if key in full and state[key].shape == full[key].shape]
    full.update({key: state[key] for key in keys})
    model.load_state_dict(full)
    return keys
