"""The handle is overwritten in the loop, so only the last hook is removed."""


def prediction_trace(model, x):
    trace, handles = [], []
    for name, module in model.named_modules():
        if not list(module.children()):

            def hook(module, inputs, output, name=name):
                trace.append((name, tuple(output.shape)))

            handle = module.register_forward_hook(hook)
    model(x)
    handle.remove()
    return trace
