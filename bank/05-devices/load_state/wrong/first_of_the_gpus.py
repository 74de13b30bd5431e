"""The first GPU stands for all of them."""


def load_state(path, device):
    device = "cuda:0" if str(device).startswith("cuda") else device
    return torch.load(path, map_location=device, weights_only=True)
