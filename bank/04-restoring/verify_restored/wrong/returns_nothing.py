"""The answer is printed, not returned."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    print(a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a))
