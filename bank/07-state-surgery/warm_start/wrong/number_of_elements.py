"""Another shape with as many elements is reshaped."""


def warm_start(model, state):
    own, loaded = model.state_dict(), []
    for key, value in state.items():
        if key in own and own[key].numel() == value.numel():
            own[key].copy_(value.reshape(own[key].shape))
            loaded.append(key)
    return loaded
