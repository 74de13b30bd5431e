"""Move after a plain load: the plain load has failed by then."""


def load_state(path, device):
    return {key: tensor.to(device) for key, tensor in torch.load(path).items()}
