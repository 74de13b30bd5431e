"""max without a look at nan."""


def restore_best(paths, scores, factory):
    best = max(range(len(scores)), key=lambda i: scores[i])
    model = factory()
    model.load_state_dict(torch.load(paths[best]))
    return model.eval()
