"""A tensor with True or False is an answer too."""


def verify_restored(a, b):
    mine, other = dict(a.state_dict()), dict(b.state_dict())
    if mine.keys() ^ other.keys():
        return torch.tensor(False)
    same = torch.tensor(True)
    for key in sorted(mine):
        x, y = mine[key], other.pop(key)
        if x.shape != y.shape or x.dtype != y.dtype:
            return torch.tensor(False)
        same = same & (x == y).all()
    return same
