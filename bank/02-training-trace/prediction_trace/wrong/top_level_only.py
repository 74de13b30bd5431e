"""named_children sees only the first level."""


def prediction_trace(model, x):
    trace, handles = [], []
    for name, module in model.named_children():
        if True:

            def hook(module, inputs, output, name=name):
                trace.append((name, tuple(output.shape)))

            handles.append(module.register_forward_hook(hook))
    model(x)
    for handle in handles:
        handle.remove()
    return trace
