"""The caller's list of scores is sorted, and no longer fits the paths."""


def restore_best(paths, scores, factory):
    real = [s for s in scores if s == s]
    if not real:
        raise ValueError("no score")
    path = paths[scores.index(max(real))]
    scores.sort(reverse=True)
    model = factory()
    model.load_state_dict(torch.load(path))
    return model.eval()
