"""Dimensions of size one do not count."""


def warm_start(model, state):
    own = model.state_dict()
    fits = [key for key in own if key in state and own[key].squeeze().shape == state[key].squeeze().shape]
    for key in fits:
        own[key].copy_(state[key].reshape(own[key].shape))
    return fits
