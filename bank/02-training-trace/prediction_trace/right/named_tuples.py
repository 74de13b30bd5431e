"""Named tuples in a list of one's own; the helper is called hook and the module-level list hooks_after."""

from collections import namedtuple
from os import path as Path

Step = namedtuple("Step", "name shape")
hooks_after = []


def hook(name, notes):
    return lambda module, inputs, output: notes.append(Step(name, output.shape))


def prediction_trace(model, x):
    notes = list(hooks_after)
    handles = [m.register_forward_hook(hook(n, notes)) for n, m in model.named_modules() if not [*m.children()]]
    model(x)
    for handle in handles:
        handle.remove()
    return notes
