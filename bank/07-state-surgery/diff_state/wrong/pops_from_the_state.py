"""Found keys are popped from the state, and the rest is unexpected."""


def diff_state(model, state):
    missing, mismatched = [], []
    for key, value in model.state_dict().items():
        if key not in state:
            missing.append(key)
        elif state.pop(key).shape != value.shape:
            mismatched.append(key)
    return {"missing": missing, "unexpected": list(state), "mismatched": mismatched}
