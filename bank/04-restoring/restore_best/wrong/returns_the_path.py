"""The best path is found but never restored."""


def restore_best(paths, scores, factory):
    best = max((i for i, s in enumerate(scores) if s == s), key=lambda i: scores[i])
    return paths[best]
