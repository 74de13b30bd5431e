"""Replace forward for the time of one prediction instead of using hooks."""


def prediction_trace(model, x):
    trace = []
    with contextlib.ExitStack() as stack:
        for name, module in model.named_modules():
            if not module._modules:
                stack.enter_context(wrapped(module, name, trace))
        model(x)
    return trace


@contextlib.contextmanager
def wrapped(module, name, trace):
    forward = module.forward

    def noting(*arguments):
        output = forward(*arguments)
        trace.append((name, tuple(int(size) for size in output.shape)))
        return output

    module.forward = noting
    try:
        yield
    finally:
        del module.forward
