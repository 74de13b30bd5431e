"""The name of the device is cut at its colon."""


def load_state(path, device):
    state = torch.load(path, map_location="cpu", weights_only=True)
    return {key: tensor.to(str(device).split(":")[0]) for key, tensor in state.items()}
