"""Gradients are switched off for the rest of the program."""


def same_predictions(a, b, x):
    torch.set_grad_enabled(False)
    modes = a.training, b.training
    a.eval(), b.eval()
    same = torch.equal(a(x), b(x))
    a.train(modes[0]), b.train(modes[1])
    return same
