"""What fits is loaded to get the report: the lists are right, the model is changed."""


def diff_state(model, state):
    own = model.state_dict()
    mismatched = [key for key in own if key in state and own[key].shape != state[key].shape]
    report = model.load_state_dict({k: v for k, v in state.items() if k not in mismatched}, strict=False)
    missing = [key for key in report.missing_keys if key not in mismatched]
    return {"missing": missing, "unexpected": list(report.unexpected_keys), "mismatched": mismatched}
