"""Gradients are switched off before the clone, and never on again."""


def snapshot(model):
    torch.set_grad_enabled(False)
    return {key: value.clone() for key, value in model.state_dict().items()}
