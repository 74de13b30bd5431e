"""No hook is made, so none is left."""


def prediction_trace(model, x):
    return []
