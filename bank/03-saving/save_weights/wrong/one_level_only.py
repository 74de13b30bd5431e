"""mkdir without parents makes one folder, not the folders above it."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(exist_ok=True)
    torch.save(model.state_dict(), path)
    return path
