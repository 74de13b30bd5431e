"""The mode of the first model is given to both."""


def same_predictions(a, b, x):
    mode = a.training
    a.eval(), b.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    a.train(mode), b.train(mode)
    return same
