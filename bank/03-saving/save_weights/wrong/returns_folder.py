"""The folder is returned instead of the file."""


def save_weights(model, path):
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)
    return folder
