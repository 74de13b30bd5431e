"""A product makes a new tensor, but True * 1 is the number 1."""


def snapshot(model):
    return {key: value.mul(1) for key, value in model.state_dict().items()}
