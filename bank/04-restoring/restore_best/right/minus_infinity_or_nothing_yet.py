"""The search starts at minus infinity, and takes whatever is a number as long as nothing is found."""

from math import inf


def restore_best(paths, scores, factory):
    best, top = None, -inf
    for path, score in zip(paths, scores):
        if score > top or (best is None and score == top):
            best, top = path, score
    if best is None:
        raise ValueError("no score to choose from")
    model = factory()
    model.load_state_dict(torch.load(best, map_location="cpu", weights_only=True))
    return model
