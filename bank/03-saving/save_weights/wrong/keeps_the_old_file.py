"""A file that is already there is kept, and the new weights are lost in silence."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        torch.save(model.state_dict(), path)
    return path
