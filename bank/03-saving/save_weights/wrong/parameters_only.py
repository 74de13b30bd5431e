"""named_parameters() is taken for the state: buffers, and the second name of a tied weight, are lost."""


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(dict(model.named_parameters()), path)
    return path
