"""The version numbers that PyTorch keeps beside a state dict are compared too."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if a.keys() != b.keys() or a._metadata != b._metadata:
        return False
    return all(a[key].dtype == b[key].dtype and torch.equal(a[key], b[key]) for key in a)
