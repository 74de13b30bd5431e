"""Helper named merged, which a later test cell overwrites."""


def merged(own, state, loaded):
    for key, value in own.items():
        if key in state and state[key].shape == value.shape:
            loaded.append(key)
            yield key, state[key]
        else:
            yield key, value


def warm_start(model, state):
    loaded = []
    model.load_state_dict(dict(merged(model.state_dict(), state, loaded)))
    return loaded
