"""Single numbers are not cloned."""


def snapshot(model):
    return {key: v.clone() if v.dim() else v for key, v in model.state_dict().items()}
