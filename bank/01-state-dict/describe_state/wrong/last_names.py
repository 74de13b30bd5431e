"""The names of the layers are cut off, so entries overwrite each other."""


def describe_state(model):
    return {key.split(".")[-1]: tuple(value.shape) for key, value in model.state_dict().items()}
