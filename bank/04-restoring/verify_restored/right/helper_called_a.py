"""Module-level a and b, a helper called verdicts_of, and the answer as numpy's bool."""

from numpy import bool_

a, b = "first", "second"


def verdicts_of(one, other):
    return one.dtype == other.dtype and torch.equal(one, other)


def verify_restored(first, second):
    mine, theirs = first.state_dict(), second.state_dict()
    if set(mine) ^ set(theirs):
        return bool_(False)
    return bool_(all([verdicts_of(mine[key], theirs[key]) for key in mine]))
