"""The model is put in evaluation mode before it is saved, and stays there. The mode is not part of the state dict."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    model.eval()
    torch.save(model.state_dict(), path)
    return path
