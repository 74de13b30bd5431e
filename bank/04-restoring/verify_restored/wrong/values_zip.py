"""zip over the values stops at the shorter one and does not see the keys."""


def verify_restored(a, b):
    pairs = zip(a.state_dict().values(), b.state_dict().values())
    return all(x.dtype == y.dtype and torch.equal(x, y) for x, y in pairs)
