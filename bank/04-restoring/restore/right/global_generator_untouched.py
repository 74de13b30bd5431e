"""Fork the random state, so that building the model does not use up random numbers."""


def restore(path, factory):
    with torch.random.fork_rng(devices=[]):
        model = factory()
    model.load_state_dict({key: value for key, value in torch.load(path).items()})
    return model.requires_grad_(True).eval()
