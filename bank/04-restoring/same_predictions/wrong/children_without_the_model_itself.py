"""The layers are put into evaluation mode, but not the models themselves."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    for model in (a, b):
        for layer in model.children():
            layer.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    for model, mode in zip((a, b), modes):
        for layer in model.children():
            layer.train(mode)
    return same
