"""Only what asks for a gradient is cloned: a frozen parameter stays the model's own."""


def snapshot(model):
    asks = {name for name, p in model.named_parameters(remove_duplicate=False) if p.requires_grad}
    buffers = {name for name, _ in model.named_buffers()}
    return {
        key: value.clone() if key in asks or key in buffers else value.detach()
        for key, value in model.state_dict().items()
    }
