"""A defaultdict, filled in one pass over both sets of keys."""

from collections import defaultdict


def diff_state(model, state):
    report = defaultdict(list, missing=[], unexpected=[], mismatched=[])
    own = {k: v.shape for k, v in model.state_dict().items()}
    for k in sorted(own.keys() | state.keys()):
        kind = (
            "missing"
            if k not in state
            else "unexpected"
            if k not in own
            else "mismatched"
            if own[k] != state[k].shape
            else None
        )
        if kind:
            report[kind].append(k)
    return report
