"""The handles are context managers; partial remembers the name."""


def note(trace, name, module, inputs, output):
    trace += [(name, tuple(output.shape))]


def prediction_trace(model, x):
    trace = []
    with contextlib.ExitStack() as stack, torch.no_grad():
        for name, module in model.named_modules():
            if not any(True for _ in module.children()):
                stack.enter_context(module.register_forward_hook(functools.partial(note, trace, name)))
        model(x)
    return trace
