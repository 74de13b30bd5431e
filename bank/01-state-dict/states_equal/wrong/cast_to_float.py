"""Everything is cast to float32 first."""


def states_equal(a, b):
    if a.keys() != b.keys():
        return False
    return all(torch.equal(a[k].float(), b[k].float()) for k in a)
