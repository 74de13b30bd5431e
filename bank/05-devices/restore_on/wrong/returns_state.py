"""The state dict is taken for the model."""


def restore_on(path, factory, device):
    return {key: tensor.to(device) for key, tensor in torch.load(path, map_location="cpu").items()}
