"""Parameters and buffers are listed apart, duplicates kept; buffers that are not saved are left out."""


def describe_state(model):
    tensors = list(model.named_parameters(remove_duplicate=False)) + list(model.named_buffers(remove_duplicate=False))
    saved = set(model.state_dict())
    return {name: tuple(int(n) for n in tensor.shape) for name, tensor in tensors if name in saved}
