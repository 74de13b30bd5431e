"""Two models are not the same when one of them is frozen."""


def verify_restored(a, b):
    asks = [[p.requires_grad for p in model.parameters()] for model in (a, b)]
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys() or asks[0] != asks[1]:
        return False
    return all(a[key].dtype == b[key].dtype and torch.equal(a[key], b[key]) for key in a)
