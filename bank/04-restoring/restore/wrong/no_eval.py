"""The model is restored but left in training mode."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path))
    return model
