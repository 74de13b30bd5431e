"""Training or evaluation mode is taken for a part of the state."""


def verify_restored(a, b):
    if a.training != b.training:
        return False
    a, b = a.state_dict(), b.state_dict()
    return a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
