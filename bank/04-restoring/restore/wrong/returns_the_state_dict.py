"""torch.load is taken for a function that gives back the model."""


def restore(path, factory):
    return torch.load(path, weights_only=True)
