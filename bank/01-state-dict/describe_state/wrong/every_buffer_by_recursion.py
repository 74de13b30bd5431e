"""A recursion through the layers takes every buffer, whether it is saved or not."""


def describe_state(model, prefix=""):
    shapes = {}
    for name, tensor in [*model._parameters.items(), *model._buffers.items()]:
        if tensor is not None:
            shapes[prefix + name] = tuple(tensor.shape)
    for name, child in model.named_children():
        shapes.update(describe_state(child, f"{prefix}{name}."))
    return shapes
