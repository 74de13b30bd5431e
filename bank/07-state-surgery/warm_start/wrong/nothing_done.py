"""Nothing is loaded, so nothing shares memory."""


def warm_start(model, state):
    return None
