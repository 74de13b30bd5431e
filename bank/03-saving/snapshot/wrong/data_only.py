""".data is taken for a copy."""


def snapshot(model):
    return {key: value.data for key, value in model.state_dict().items()}
