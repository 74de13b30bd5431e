"""Parameters and all buffers are saved, also those that do not belong to the state dict."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {name: p.detach() for name, p in model.named_parameters(remove_duplicate=False)}
    state |= dict(model.named_buffers(remove_duplicate=False))
    torch.save(state, path)
    return path
