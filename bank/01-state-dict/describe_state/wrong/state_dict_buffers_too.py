"""Every buffer listed, also those that are not persistent."""

import itertools


def describe_state(model):
    everything = itertools.chain(
        model.named_parameters(remove_duplicate=False), model.named_buffers(remove_duplicate=False)
    )
    return {name: tuple(tensor.size()) for name, tensor in everything}
