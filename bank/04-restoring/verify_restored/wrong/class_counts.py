"""Other classes are never the same."""


def verify_restored(a, b):
    if type(a) is not type(b):
        return False
    sa, sb = a.state_dict(), b.state_dict()
    return sa.keys() == sb.keys() and all(
        sa[key].dtype == sb[key].dtype and torch.equal(sa[key], sb[key]) for key in sa
    )
