"""The highest score of each row is compared."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    a.eval(), b.eval()
    with torch.no_grad():
        same = torch.equal(a(x).amax(1), b(x).amax(1))
    a.train(modes[0]), b.train(modes[1])
    return same
