"""Everything becomes float32 on the way."""


def load_state(path, device):
    return {key: tensor.to(device, torch.float32) for key, tensor in torch.load(path, map_location="cpu").items()}
