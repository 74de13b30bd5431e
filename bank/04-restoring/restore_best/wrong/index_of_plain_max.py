"""scores.index(max(scores)) without a look at nan."""


def restore_best(paths, scores, factory):
    model = factory()
    model.load_state_dict(torch.load(paths[scores.index(max(scores))]))
    return model.eval()
