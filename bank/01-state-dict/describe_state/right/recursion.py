"""A recursion through the layers, with names joined by dots."""


def describe_state(model):
    shapes = {}
    for name, tensor in [*model._parameters.items(), *model._buffers.items()]:
        if tensor is not None and name not in model._non_persistent_buffers_set:
            shapes[name] = tuple(tensor.shape)
    for name, child in model._modules.items():
        for key, shape in describe_state(child).items():
            shapes[f"{name}.{key}"] = shape
    return shapes
