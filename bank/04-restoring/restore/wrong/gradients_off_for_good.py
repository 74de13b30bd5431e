"""Gradients switched off for the whole program."""


def restore(path, factory):
    torch.set_grad_enabled(False)  # only for predictions from here on
    model = factory()
    model.load_state_dict(torch.load(path, weights_only=True))
    model.eval()
    return model
