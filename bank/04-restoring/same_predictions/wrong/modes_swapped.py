"""Each model gets the mode of the other one back."""


def same_predictions(a, b, x):
    m = a.training, b.training
    a.eval()
    b.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    a.train(m[1])
    b.train(m[0])
    return same
