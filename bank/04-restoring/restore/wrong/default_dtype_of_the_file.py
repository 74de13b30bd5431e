"""The default dtype becomes float64, so that nothing is rounded, and stays it."""


def restore(path, factory):
    model = factory()
    torch.set_default_dtype(torch.float64)
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()
