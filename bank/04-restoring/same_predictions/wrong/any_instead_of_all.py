"""One equal number is taken for equal outputs."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    a.eval(), b.eval()
    with torch.no_grad():
        same = bool((a(x) == b(x)).any())
    a.train(modes[0]), b.train(modes[1])
    return same
