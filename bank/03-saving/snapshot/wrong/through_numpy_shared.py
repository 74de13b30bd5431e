"""numpy() and from_numpy share memory with the tensor."""


def snapshot(model):
    return {key: torch.from_numpy(value.numpy()) for key, value in model.state_dict().items()}
