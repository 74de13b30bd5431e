"""argmax treats nan as the largest number."""


def restore_best(paths, scores, factory):
    if not scores:
        raise ValueError("empty")
    model = factory()
    model.load_state_dict(torch.load(paths[torch.tensor(scores).argmax()]))
    return model.eval()
