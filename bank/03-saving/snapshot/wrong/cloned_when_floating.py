"""Only floating point numbers are cloned, since the others are not trained."""


def snapshot(model):
    return {key: v.clone() if v.is_floating_point() else v for key, v in model.state_dict().items()}
