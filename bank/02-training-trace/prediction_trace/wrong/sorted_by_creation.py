"""The layers are listed in the order in which they were created."""


def prediction_trace(model, x):
    trace, handles = [], []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, inputs, output, name=name):
                trace.append((name, tuple(output.shape)))

            handles.append(module.register_forward_hook(hook))
    model(x)
    for handle in handles:
        handle.remove()
    order = [name for name, _ in model.named_modules()]
    return sorted(trace, key=lambda entry: order.index(entry[0]))
