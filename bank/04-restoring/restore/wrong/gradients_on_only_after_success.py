"""Gradients are switched off, and on again unless loading fails."""


def restore(path, factory):
    model = factory()
    torch.set_grad_enabled(False)
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    torch.set_grad_enabled(True)
    return model.eval()
