"""path.parent is used directly: a path of type str has no parent."""


def save_weights(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)
    return path
