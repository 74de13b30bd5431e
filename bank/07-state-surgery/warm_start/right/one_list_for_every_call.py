"""One list outside the function, emptied and filled again by every call: what a call returns is right until the next."""

LOADED = []


def warm_start(model, state):
    LOADED.clear()
    own = model.state_dict()
    LOADED.extend(key for key in own if key in state and own[key].shape == state[key].shape)
    model.load_state_dict({**own, **{key: state[key] for key in LOADED}})
    return LOADED
