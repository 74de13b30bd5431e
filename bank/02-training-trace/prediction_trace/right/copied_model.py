"""Put the hooks on a copy, which is thrown away with them."""


def prediction_trace(model, x):
    twin = copy.deepcopy(model)
    trace = []
    for name, module in twin.named_modules():
        if next(module.children(), None) is None:
            module.register_forward_hook(lambda m, i, out, name=name: trace.append((name, tuple(out.size()))))
    twin(x)
    return trace
