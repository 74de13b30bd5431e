"""load_state_dict is taken for a function that returns the model."""


def restore_on(path, factory, device):
    model = factory().to(device)
    return model.load_state_dict(torch.load(path, map_location=device))
