"""x is pushed through the layers in the order of creation, as if every model were a Sequential."""


def prediction_trace(model, x):
    trace = []
    for name, module in model.named_modules():
        if not list(module.children()):
            x = module(x)
            trace.append((name, tuple(x.shape)))
    return trace
