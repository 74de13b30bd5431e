"""One hook for all modules, with a table of names; torch.Size is a tuple."""

from torch.nn.modules.module import register_module_forward_hook


def prediction_trace(model, x):
    names = {module: name for name, module in model.named_modules() if len(list(module.children())) == 0}
    trace = []

    def note(module, inputs, output):
        if module in names:
            trace.append((names[module], output.shape))

    handle = register_module_forward_hook(note)
    try:
        with torch.inference_mode():
            model.eval()(x)
    finally:
        handle.remove()
    return trace
