"""Keys and shapes describe the architecture; the values are never compared."""


def verify_restored(a, b):
    a, b = a.state_dict(), b.state_dict()
    return {k: (v.shape, v.dtype) for k, v in a.items()} == {k: (v.shape, v.dtype) for k, v in b.items()}
