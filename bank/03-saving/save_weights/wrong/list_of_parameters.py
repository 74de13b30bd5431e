"""A list of values without names is saved."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save([p.detach() for p in model.parameters()], path)
    return path
