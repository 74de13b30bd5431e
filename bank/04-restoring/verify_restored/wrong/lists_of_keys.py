"""Lists of keys are compared, so the order counts."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    if list(a) != list(b):
        return False
    for (_, x), (_, y) in zip(a.items(), b.items()):
        if x.dtype is not y.dtype or x.shape != y.shape or (x != y).any():
            return False
    return True
