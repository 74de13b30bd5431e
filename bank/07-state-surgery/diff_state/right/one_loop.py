"""One loop over all names, in an ordered dict."""


def diff_state(model, state):
    own = model.state_dict(keep_vars=True)
    result = OrderedDict(missing=[], unexpected=[], mismatched=[])
    for key in dict.fromkeys([*own, *state]):
        if key not in state:
            result["missing"].append(key)
        elif key not in own:
            result["unexpected"].append(key)
        elif list(own[key].shape) != list(state[key].shape):
            result["mismatched"].append(key)
    return result
