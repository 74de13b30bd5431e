"""Two dicts of different classes are never equal."""


def states_equal(a, b):
    if type(a) is not type(b) or a.keys() != b.keys():
        return False
    return all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
