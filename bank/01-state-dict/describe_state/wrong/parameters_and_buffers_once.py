"""named_parameters and named_buffers name a shared weight only once."""


def describe_state(model):
    shapes = {name: tuple(p.shape) for name, p in model.named_parameters()}
    shapes.update({name: tuple(b.shape) for name, b in model.named_buffers()})
    return shapes
