"""Only what looks like a parameter is kept."""


def load_state(path, device):
    state = torch.load(path, map_location=device)
    return {key: tensor for key, tensor in state.items() if key.endswith(("weight", "bias"))}
