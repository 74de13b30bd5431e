"""The model is frozen to get rid of the graph, and can no longer be trained."""


def snapshot(model):
    model.requires_grad_(False)
    return {key: value.clone() for key, value in model.state_dict(keep_vars=True).items()}
