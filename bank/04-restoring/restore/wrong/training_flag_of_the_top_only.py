"""Set the flag of the model itself; its layers stay in training mode."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path))
    model.training = False
    return model
