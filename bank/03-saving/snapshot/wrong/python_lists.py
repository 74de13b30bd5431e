"""The values are turned into Python lists."""


def snapshot(model):
    return {key: value.tolist() for key, value in model.state_dict().items()}
