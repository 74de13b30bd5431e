"""The file gets the suffix .pth, whatever name was asked for."""


def save_weights(model, path):
    path = Path(path).with_suffix(".pth")
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)
    return path
