"""The search starts at a number that is thought to be lower than every score."""


def restore_best(paths, scores, factory):
    best, top = None, -1e9
    for i, s in enumerate(scores):
        if s > top:
            best, top = i, s
    if best is None:
        raise ValueError("none")
    model = factory()
    model.load_state_dict(torch.load(paths[best], weights_only=True))
    return model
