"""The values are numpy arrays."""


def snapshot(model):
    return {key: value.numpy().copy() for key, value in model.state_dict().items()}
