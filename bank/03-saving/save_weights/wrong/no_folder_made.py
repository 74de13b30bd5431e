"""The folder is expected to exist."""


def save_weights(model, path):
    torch.save(model.state_dict(), path)
    return Path(path)
