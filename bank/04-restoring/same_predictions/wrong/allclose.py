"""Close is taken for bit for bit."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    a.eval(), b.eval()
    with torch.no_grad():
        same = torch.allclose(a(x), b(x))
    a.train(modes[0]), b.train(modes[1])
    return same
