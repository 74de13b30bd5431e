"""zip over the items of both: the same number of them, each with its key, but in the same order."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if len(a) != len(b):
        return False
    for (k, v), (l, w) in zip(a.items(), b.items()):
        if k != l or v.dtype != w.dtype or not torch.equal(v, w):
            return False
    return True
