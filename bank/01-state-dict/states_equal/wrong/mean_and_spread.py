"""Mean and standard deviation of each entry are compared."""


def states_equal(a, b):
    if a.keys() != b.keys():
        return False

    def said(t):
        t64 = t.double().flatten()
        return t.dtype, t.shape, t64.mean().item(), t64.std(correction=0).item(), t64.min().item() if len(t64) else 0

    return all(said(a[k]) == said(b[k]) for k in a)
