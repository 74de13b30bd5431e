"""PyTorch is told to be deterministic from here on."""


def restore(path, factory):
    torch.use_deterministic_algorithms(True, warn_only=True)
    model = factory()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()
