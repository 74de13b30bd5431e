"""A list of pairs instead of a dict."""


def describe_state(model):
    return [(key, tuple(value.shape)) for key, value in model.state_dict().items()]
