"""The last checkpoint is taken for the best."""


def restore_best(paths, scores, factory):
    if not [s for s in scores if s == s]:
        raise ValueError
    model = factory()
    model.load_state_dict(torch.load(paths[-1]))
    return model.eval()
