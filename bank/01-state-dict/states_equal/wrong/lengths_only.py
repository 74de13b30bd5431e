"""The number of keys is compared, not the keys; a missing key raises an error."""


def states_equal(a, b):
    if len(a) != len(b):
        return False
    return all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
