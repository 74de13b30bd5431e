"""A TypedDict is a dict; the star of operator and a helper called expected."""

from operator import *
from typing import TypedDict


class Report(TypedDict):
    missing: list
    unexpected: list
    mismatched: list


def expected(keys, keep):
    return [key for key in keys if keep(key)]


def diff_state(model, state):
    own = model.state_dict()
    both = expected(own, lambda key: contains(state, key))
    return Report(
        missing=expected(own, lambda key: key not in state),
        unexpected=expected(state, lambda key: key not in own),
        mismatched=expected(both, lambda key: ne(own[key].size(), state[key].size())),
    )
