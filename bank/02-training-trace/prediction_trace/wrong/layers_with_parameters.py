"""Only layers that have parameters are noted."""


def prediction_trace(model, x):
    trace, handles = [], []
    for name, module in model.named_modules():
        if not list(module.children()) and list(module.parameters()):

            def hook(module, inputs, output, name=name):
                trace.append((name, tuple(output.shape)))

            handles.append(module.register_forward_hook(hook))
    with torch.no_grad():
        model(x)
    for handle in handles:
        handle.remove()
    return trace
