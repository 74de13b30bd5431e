"""The second mode is read after the first model was changed, which fails when both are one model."""


def same_predictions(a, b, x):
    mode_a = a.training
    a.eval()
    mode_b = b.training
    b.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    a.train(mode_a)
    b.train(mode_b)
    return same
