"""An empty choice ends in an IndexError."""


def restore_best(paths, scores, factory):
    order = sorted((i for i, s in enumerate(scores) if s == s), key=lambda i: -scores[i])
    model = factory()
    model.load_state_dict(torch.load(paths[order[0]]))
    return model.eval()
