"""Ready to predict is confused with frozen: no parameter asks for a gradient."""


def restore(path, factory):
    model = factory()
    model.load_state_dict(torch.load(path))
    return model.eval().requires_grad_(False)
