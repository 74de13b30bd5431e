"""detach() is taken for a copy. It cuts the graph and shares the memory."""


def snapshot(model):
    return {key: value.detach() for key, value in model.state_dict().items()}
