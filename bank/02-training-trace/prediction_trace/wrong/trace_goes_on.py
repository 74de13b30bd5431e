"""The list is a global one, and the next call goes on with it."""

entries = []


def prediction_trace(model, x):
    handles = []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, inputs, output, name=name):
                entries.append((name, tuple(output.shape)))

            handles.append(module.register_forward_hook(hook))
    with torch.no_grad():
        model(x)
    for handle in handles:
        handle.remove()
    return entries
