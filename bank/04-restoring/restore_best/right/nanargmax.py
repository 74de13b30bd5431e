"""numpy has it: nanargmax raises ValueError for an empty list and when all are nan."""

import numpy as np


def restore_best(paths, scores, factory):
    best = paths[int(np.nanargmax(np.array(scores)))]
    model = factory()
    model.load_state_dict(torch.load(best))
    return model.eval()
