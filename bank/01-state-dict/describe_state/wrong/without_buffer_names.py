"""Parameters, and those buffers of which batch norm is known to have them."""


def describe_state(model):
    shapes = {}
    for name, p in model.named_parameters(remove_duplicate=False):
        shapes[name] = tuple(p.shape)
    for name, b in model.named_buffers():
        if name.split(".")[-1] in ("running_mean", "running_var", "num_batches_tracked"):
            shapes[name] = tuple(b.shape)
    return shapes
