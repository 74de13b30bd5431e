"""How many numbers an entry holds is taken for its shape."""


def describe_state(model):
    return {key: value.numel() for key, value in model.state_dict().items()}
