"""The hook looks the name up when it runs, and finds the last one."""


def prediction_trace(model, x):
    trace, handles = [], []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, inputs, output):
                trace.append((name, tuple(output.shape)))

            handles.append(module.register_forward_hook(hook))
    model(x)
    for handle in handles:
        handle.remove()
    return trace
