"""The model is put into evaluation mode before it is loaded, and back into training mode."""


def warm_start(model, state):
    own = model.eval().state_dict()
    fitting = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    model.train()
    return list(fitting)
