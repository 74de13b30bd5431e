"""The printed numbers are compared: four digits of each."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    return a.keys() == b.keys() and all(a[k].dtype == b[k].dtype and str(a[k]) == str(b[k]) for k in a)
