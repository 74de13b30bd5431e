"""The printed outputs are compared."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    a.eval(), b.eval()
    with torch.no_grad():
        same = str(a(x)) == str(b(x))
    a.train(modes[0]), b.train(modes[1])
    return same
