"""assert_close is used, and its error is not caught."""


def states_equal(a, b):
    torch.testing.assert_close(a, b, rtol=0, atol=0)
    return True
