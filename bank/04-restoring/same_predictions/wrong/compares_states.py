"""The states are compared, not the predictions."""


def same_predictions(a, b, x):
    a, b = a.state_dict(), b.state_dict()
    return a.keys() == b.keys() and all(torch.equal(a[k], b[k]) for k in a)
