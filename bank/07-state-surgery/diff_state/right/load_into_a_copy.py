"""load_state_dict on a copy gives the unexpected names; shapes are compared by hand."""


def diff_state(model, state):
    trial = copy.deepcopy(model)
    own = trial.state_dict()
    fitting = {k: v for k, v in state.items() if k not in own or own[k].shape == v.shape}
    mismatched = [k for k in state if k not in fitting]
    report = trial.load_state_dict(fitting, strict=False)
    missing = list(own.keys() - state.keys())
    return {"missing": missing, "unexpected": list(report.unexpected_keys), "mismatched": mismatched}
