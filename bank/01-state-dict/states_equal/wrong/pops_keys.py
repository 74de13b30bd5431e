"""Keys are taken out of the second state while comparing."""


def states_equal(a, b):
    for key in a:
        other = b.pop(key, None)
        if other is None or a[key].dtype != other.dtype or not torch.equal(a[key], other):
            return False
    return not b
