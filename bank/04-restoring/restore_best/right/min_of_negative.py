"""The smallest negative score, with the position to decide between equal ones."""

from math import isnan


class NothingToChoose(ValueError):
    pass


def restore_best(paths, scores, factory):
    order = sorted((-score, position) for position, score in enumerate(scores) if not isnan(score))
    if len(order) == 0:
        raise NothingToChoose
    model = factory()
    model.load_state_dict(torch.load(paths[order[0][1]], weights_only=False))
    return model.eval()
