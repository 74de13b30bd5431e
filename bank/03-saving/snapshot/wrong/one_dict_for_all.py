"""Every call fills the same tensors again, so an earlier snapshot follows a later one."""

kept = {}


def snapshot(model):
    for key, value in model.state_dict().items():
        if key in kept and kept[key].shape == value.shape and kept[key].dtype == value.dtype:
            kept[key].copy_(value)
        else:
            kept[key] = value.clone()
    return {key: kept[key] for key in model.state_dict()}
