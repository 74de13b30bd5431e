"""The batch dimension is cut off."""


def prediction_trace(model, x):
    trace, handles = [], []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, inputs, output, name=name):
                trace.append((name, tuple(output.shape[1:])))

            handles.append(module.register_forward_hook(hook))
    model(x)
    for handle in handles:
        handle.remove()
    return trace
