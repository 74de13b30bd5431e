"""A single number gets the shape (1,)."""


def describe_state(model):
    return {key: tuple(value.shape) or (1,) for key, value in model.state_dict().items()}
