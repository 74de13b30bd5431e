"""Whoever asks for a GPU gets the one that cuda() takes."""


def load_state(path, device):
    state = torch.load(path, map_location="cpu", weights_only=True)
    if torch.device(device).type == "cuda":
        return {key: tensor.cuda() for key, tensor in state.items()}
    return {key: tensor.to(device) for key, tensor in state.items()}
