"""All parameters minus the frozen ones, with numpy; the result is a numpy number."""

import numpy as np


def count_parameters(model, trainable_only=False):
    sizes = np.array([[np.prod(p.shape, dtype=int), p.requires_grad] for p in model.parameters()]).reshape(-1, 2)
    everything = sizes[:, 0].sum()
    return everything - sizes[sizes[:, 1] == 0, 0].sum() if trainable_only else everything
