"""A plain loop that remembers the best so far, and a model left in training mode."""


def restore_best(paths, scores, factory):
    best_path, best_score = None, None
    for path, score in zip(paths, scores, strict=True):
        if score != score:
            continue
        if best_score is None or score > best_score:
            best_path, best_score = path, score
    if best_path is None:
        raise ValueError("nothing to choose from")
    with open(best_path, "rb") as file:
        state = torch.load(file)
    model = factory()
    model.load_state_dict(state)
    return model
