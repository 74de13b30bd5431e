"""The state dict of the best file is returned, without a model."""


def restore_best(paths, scores, factory):
    best = max((i for i, s in enumerate(scores) if s == s), key=lambda i: scores[i])
    return torch.load(paths[best])
