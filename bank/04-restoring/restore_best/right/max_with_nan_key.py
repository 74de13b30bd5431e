"""max with a key that puts nan below everything, then a look at the winner."""

import math


def restore_best(paths, scores, factory):
    score, path = max(zip(scores, paths), key=lambda pair: -math.inf if math.isnan(pair[0]) else pair[0])
    if math.isnan(score):
        raise ValueError("every score is nan")
    with torch.device("meta"):
        model = factory()
    model.load_state_dict(torch.load(str(path), mmap=True), assign=True)
    return model
