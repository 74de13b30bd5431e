"""Replace the data of every parameter and buffer, after a look at the keys and shapes."""

from itertools import chain


def shapes(state):
    return {key: tuple(value.shape) for key, value in state.items()}


def restore(path, factory):
    model = factory().eval()
    state = torch.load(path)
    if shapes(state) != shapes(model.state_dict()):
        raise RuntimeError("The file belongs to another architecture.")
    for name, tensor in chain(model.named_parameters(), model.named_buffers()):
        tensor.data = state[name].clone()
    for name, tensor in model.state_dict().items():
        tensor.copy_(state[name])
    return model
