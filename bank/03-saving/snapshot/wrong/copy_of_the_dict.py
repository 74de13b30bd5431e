"""The dict is copied, and its tensors are not."""


def snapshot(model):
    return model.state_dict().copy()
