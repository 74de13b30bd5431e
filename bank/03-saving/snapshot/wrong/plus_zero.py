"""A sum makes a new tensor, but True + 0 is the number 1."""


def snapshot(model):
    return {key: value + 0 for key, value in model.state_dict().items()}
