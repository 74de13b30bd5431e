"""Two models are compared with ==, which asks whether they are one object."""


def verify_restored(a, b):
    return a == b
