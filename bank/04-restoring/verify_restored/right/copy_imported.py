"""From copy import copy in the answer cell."""

from copy import copy


def verify_restored(a, b):
    a, b = copy(a.state_dict()), copy(b.state_dict())
    return a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and torch.equal(a[k], b[k]) for k in a)
