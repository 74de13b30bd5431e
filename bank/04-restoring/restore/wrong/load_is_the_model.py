"""The loaded state dict is treated as a model and gets eval()."""


def restore(path, factory):
    model = torch.load(path)
    model.eval()
    return model
