"""torch.testing.assert_close with no tolerance compares keys, shapes, dtypes and values."""


def verify_restored(a, b):
    try:
        torch.testing.assert_close(dict(a.state_dict()), dict(b.state_dict()), rtol=0, atol=0)
    except AssertionError:
        return False
    return True
