"""Parameters and all buffers are copied, also those that are not in the state dict."""


def snapshot(model):
    copies = {name: p.detach().clone() for name, p in model.named_parameters(remove_duplicate=False)}
    for name, buffer in model.named_buffers(remove_duplicate=False):
        copies[name] = buffer.clone()
    return copies
