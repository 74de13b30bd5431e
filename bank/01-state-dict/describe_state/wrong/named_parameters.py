"""parameters() is taken for the whole state; the buffers are left out."""


def describe_state(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
