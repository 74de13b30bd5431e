"""A recursion through the layers takes every buffer, whether it is saved or not."""


def entries(model, prefix=""):
    for name, tensor in [*model._parameters.items(), *model._buffers.items()]:
        if tensor is not None:
            yield prefix + name, tensor
    for name, child in model.named_children():
        yield from entries(child, f"{prefix}{name}.")


def diff_state(model, state):
    own = dict(entries(model))
    return {
        "missing": [key for key in own if key not in state],
        "unexpected": [key for key in state if key not in own],
        "mismatched": [key for key in own if key in state and own[key].shape != state[key].shape],
    }
