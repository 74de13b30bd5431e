"""sorted keeps the order of equal scores, also with reverse=True."""

import math


def restore_best(paths, scores, factory):
    pairs = [(score, path) for path, score in zip(paths, scores) if not math.isnan(score)]
    if not pairs:
        raise ValueError("every score is nan")
    pairs = sorted(pairs, key=lambda pair: pair[0], reverse=True)
    model = factory()
    model.load_state_dict(torch.load(pairs[0][1]))
    return model.eval()
