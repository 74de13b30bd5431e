"""torch.testing.assert_close without tolerance, its error turned into False."""


def states_equal(a, b):
    try:
        torch.testing.assert_close(a, b, rtol=0, atol=0)
    except AssertionError:
        return False
    return True
