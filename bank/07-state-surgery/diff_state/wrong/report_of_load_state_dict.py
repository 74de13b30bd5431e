"""The report of load_state_dict(strict=False): it changes the model, and another shape raises."""


def diff_state(model, state):
    report = model.load_state_dict(state, strict=False)
    return {"missing": report.missing_keys, "unexpected": report.unexpected_keys, "mismatched": []}
