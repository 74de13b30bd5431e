"""The usual recipe: random values first, then a copy."""


def restore_lazily(path, factory, device="cpu"):
    model = factory()
    model.load_state_dict(torch.load(path, map_location=device, weights_only=True))
    return model
