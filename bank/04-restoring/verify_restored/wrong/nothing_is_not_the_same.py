"""Two models without a state are not the same."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if not a or a.keys() != b.keys():
        return False
    return all(a[key].dtype == b[key].dtype and torch.equal(a[key], b[key]) for key in a)
