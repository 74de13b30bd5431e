"""zeros_like gives memory of its own, but nobody copies the values."""


def snapshot(model):
    return {key: torch.zeros_like(value) for key, value in model.state_dict().items()}
