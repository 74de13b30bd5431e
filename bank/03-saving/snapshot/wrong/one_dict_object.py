"""Every call returns the same dict object, cleared and filled again."""

best = {}


def snapshot(model):
    best.clear()
    best.update({key: value.clone() for key, value in model.state_dict().items()})
    return best
