"""Tables of shapes first, compared with filter and dict views."""


def diff_state(model, state):
    own = {key: value.to("meta").shape for key, value in model.state_dict().items()}
    new = {key: value.shape for key, value in state.items()}
    common = own.keys() & new.keys()
    return dict(
        missing=list(own.keys() - common),
        unexpected=list(new.keys() - common),
        mismatched=list(filter(lambda key: own[key] != new[key], common)),
    )
