"""The shapes stay torch.Size, which is a tuple."""


def describe_state(model):
    return {key: value.shape for key, value in model.state_dict().items()}
