"""Scores are taken for losses: the lowest wins."""


def restore_best(paths, scores, factory):
    best = min((i for i, s in enumerate(scores) if s == s), key=lambda i: scores[i])
    model = factory()
    model.load_state_dict(torch.load(paths[best]))
    return model.eval()
