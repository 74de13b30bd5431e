"""The keys that were not loaded are returned."""


def warm_start(model, state):
    own = model.state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    return list(model.load_state_dict(fitting, strict=False).missing_keys)
