"""A clone of every tensor; state_dict() has cut the graph already."""


def snapshot(model):
    return {k: v.clone() for k, v in model.state_dict().items()}
