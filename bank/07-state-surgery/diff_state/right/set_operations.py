"""Sets of names, and lists made from them, sorted."""


def diff_state(model, state):
    own = model.state_dict()
    a, b = set(own), set(state)
    return {
        "missing": sorted(a - b),
        "unexpected": sorted(b - a),
        "mismatched": sorted(key for key in a & b if tuple(own[key].size()) != tuple(state[key].size())),
    }
