"""The shapes are lists, not tuples."""


def describe_state(model):
    return {key: list(value.shape) for key, value in model.state_dict().items()}
