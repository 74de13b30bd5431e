"""return ends the function, so the last lines never run."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    a.eval(), b.eval()
    with torch.no_grad():
        return torch.equal(a(x), b(x))
    a.train(modes[0]), b.train(modes[1])
