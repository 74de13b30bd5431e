"""The printed models are compared too."""


def verify_restored(a, b):
    if str(a) != str(b):
        return False
    a, b = a.state_dict(), b.state_dict()
    return a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
