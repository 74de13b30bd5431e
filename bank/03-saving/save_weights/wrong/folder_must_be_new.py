"""mkdir without exist_ok raises when the folder is already there."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True)
    torch.save(model.state_dict(), path)
    return path
