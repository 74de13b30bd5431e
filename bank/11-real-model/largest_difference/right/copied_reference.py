"""A copy of the reference hears the sound, and numpy finds the largest."""

import copy

import numpy as np


def largest_difference(model, reference, audio):
    theirs = copy.deepcopy(reference)
    theirs.reset_states()
    gaps, state = [], None
    longer = torch.nn.functional.pad(audio, (64, 0))
    with torch.no_grad():
        for i in range(len(audio) // 512):
            x = longer[512 * i : 512 * i + 576]
            p, state = model(x[None], state)
            gaps.append(np.abs((p - theirs(x[None, 64:], 16000)).numpy()))
    return float(np.max(gaps))
