"""zip over both, sorted by key, after comparing how many there are."""

from operator import itemgetter


def verify_restored(a, b):
    a, b = (sorted(model.state_dict().items(), key=itemgetter(0)) for model in (a, b))
    return len(a) == len(b) and all(
        k == l and v.dtype == w.dtype and v.shape == w.shape and (v == w).all() for (k, v), (l, w) in zip(a, b)
    )
