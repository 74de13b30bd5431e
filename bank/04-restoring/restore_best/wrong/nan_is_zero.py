"""nan becomes zero and beats negative scores."""


def restore_best(paths, scores, factory):
    if all(s != s for s in scores):
        raise ValueError("no score")
    values = torch.nan_to_num(torch.tensor(scores))
    model = factory()
    model.load_state_dict(torch.load(paths[int(values.argmax())]))
    return model.eval()
