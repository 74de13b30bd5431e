"""The same seed before both calls hides dropout, but batch norm still trains."""


def same_predictions(a, b, x):
    with torch.no_grad():
        torch.manual_seed(0)
        first = a(x)
        torch.manual_seed(0)
        second = b(x)
    return torch.equal(first, second)
