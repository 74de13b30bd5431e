"""Frozen entries are left out."""


def describe_state(model):
    frozen = {name for name, p in model.named_parameters() if not p.requires_grad}
    return {key: tuple(value.shape) for key, value in model.state_dict().items() if key not in frozen}
